package dev.minato.io;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;

/// For loops that may never wait, and so would never hear of an interrupt.
final class Interrupts {
    private Interrupts() {}

    /// `INTERRUPTED` if the calling thread is; its flag stays set.
    static void check(String operation) throws NetException {
        if (Thread.currentThread().isInterrupted()) {
            throw NetException.of(ErrorKind.INTERRUPTED, operation);
        }
    }
}
