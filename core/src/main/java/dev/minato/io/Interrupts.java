package dev.minato.io;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.net.ByteSource;

/// Interrupt checks for loops that may never wait, and so would never notice an interrupt.
final class Interrupts {
    private Interrupts() {}

    /// Throws INTERRUPTED, with the peer that is read from, if the calling thread is; its flag stays set.
    static void check(String operation, ByteSource source) throws NetException {
        if (Thread.currentThread().isInterrupted()) {
            var failure = NetException.builder(ErrorKind.INTERRUPTED, operation);
            source.peerName().ifPresent(failure::address);
            throw failure.build();
        }
    }
}
