package dev.minato.services.game;

import dev.minato.address.SocketAddr;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import java.util.random.RandomGenerator;

/// Many players without persons, in one process, on few sockets: the load for a [GameServer].
public final class GameBots implements AutoCloseable {
    private GameBots() {}

    /// Has that many players join, and walk about until they are closed.
    ///
    /// @param random makes what they do; used by one task at a time
    public static GameBots start(SocketAddr server, int count, RandomGenerator random) throws NetException {
        throw NetException.of(ErrorKind.UNSUPPORTED, "start", "not yet");
    }

    /// Returns what was measured so far.
    public BotsStats stats() {
        throw new UnsupportedOperationException();
    }

    /// Lets all leave. No-op if closed.
    @Override
    public void close() {}
}
