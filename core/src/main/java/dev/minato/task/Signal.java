package dev.minato.task;

/// A signal that asks a process to end, or to read its configuration again.
public enum Signal {
    /// The terminal has gone, or, for a service, a request to read its configuration again (SIGHUP).
    HUP(1),
    /// Ctrl-C in a terminal (SIGINT).
    INT(2),
    /// SIGTERM, which `kill` and service managers send.
    TERM(15);

    private final int number;

    Signal(int number) {
        this.number = number;
    }

    /// The exit code of a program that this signal has ended: 128 and the signal's number.
    public int exitCode() {
        return 128 + number;
    }

    /// The signal in a set of signals, as sigset_t has it.
    int bit() {
        return 1 << number;
    }
}
