package dev.minato.services.game;

import dev.minato.error.NetException;

/// Which failures end the task of a socket, and which are only what the network does: those cost a packet, and are
/// logged at DEBUG.
final class Endings {
    private static final System.Logger LOGGER = System.getLogger(GameServer.class.getName());

    private Endings() {}

    /// Throws it again if the socket was closed, or the task is to end.
    static void rethrow(NetException failure) throws NetException {
        switch (failure.kind()) {
            case CLOSED, INTERRUPTED, DEADLINE_EXCEEDED -> throw failure;
            default -> LOGGER.log(System.Logger.Level.DEBUG, "a packet was lost here", failure);
        }
    }
}
