package dev.minato.io;

import dev.minato.error.NetException;
import dev.minato.net.ByteSource;
import dev.minato.platform.Scope;

/// Interrupt checks for loops that may never wait, and so would never notice an interrupt.
final class Interrupts {
    private Interrupts() {}

    /// Throws INTERRUPTED or DEADLINE_EXCEEDED, with the peer that is read from, if the calling thread is
    /// interrupted; its flag stays set.
    static void check(String operation, ByteSource source) throws NetException {
        try {
            Scope.checkInterrupt(operation);
        } catch (NetException e) {
            throw source.peerName().map(e::withAddress).orElse(e);
        }
    }
}
