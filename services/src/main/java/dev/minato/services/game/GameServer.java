package dev.minato.services.game;

import dev.minato.address.SocketAddr;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.net.UdpSocket;

/// An authoritative game server: it takes inputs, simulates 60 times a second, and sends each player what is near
/// him.
public final class GameServer implements AutoCloseable {
    private final UdpSocket socket;

    private GameServer(UdpSocket socket) {
        this.socket = socket;
    }

    /// Starts a game at an address; port 0 lets the kernel choose. Fails as [UdpSocket#bind(SocketAddr)].
    public static GameServer start(SocketAddr address, GameSettings settings) throws NetException {
        return start(UdpSocket.bind(address), settings);
    }

    /// Starts a game on a socket, which it takes over, also if it cannot start.
    public static GameServer start(UdpSocket socket, GameSettings settings) throws NetException {
        throw NetException.of(ErrorKind.UNSUPPORTED, "start", "not yet");
    }

    /// Returns the address it is bound to, with the real port.
    public SocketAddr localAddress() {
        return socket.localAddress();
    }

    /// Returns what was counted so far.
    public GameServerStats stats() {
        throw new UnsupportedOperationException();
    }

    /// Tells all players that the game is over, and ends it; the port is free when it returns. No-op if closed.
    @Override
    public void close() {}
}
