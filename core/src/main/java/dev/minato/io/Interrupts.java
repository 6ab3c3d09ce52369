package dev.minato.io;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;

/// Interrupt checks for loops that may never wait, and so would never notice an interrupt.
final class Interrupts {
    private Interrupts() {}

    /// Throws INTERRUPTED if the calling thread is; its flag stays set.
    static void check(String operation) throws NetException {
        if (Thread.currentThread().isInterrupted()) {
            throw NetException.of(ErrorKind.INTERRUPTED, operation);
        }
    }
}
