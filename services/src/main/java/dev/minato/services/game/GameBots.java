package dev.minato.services.game;

import dev.minato.address.SocketAddr;
import dev.minato.error.NetException;
import dev.minato.net.UdpSocket;
import dev.minato.platform.Platform;
import dev.minato.platform.wait.Parker;
import dev.minato.task.TaskGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;

/// Many players without persons, in one process: the load for a [GameServer]. Each is a whole client, with inputs,
/// prediction and snapshots; up to 64 share a socket, and two tasks.
///
/// All methods may be called by any thread.
public final class GameBots implements AutoCloseable {
    private static final System.Logger LOGGER = System.getLogger(GameBots.class.getName());

    /// Snapshots that come while the bots of a socket take steps; the kernel may give less.
    private static final int RECEIVE_BUFFER = 1024 * 1024;

    private final List<BotSocket> sockets = new ArrayList<>();
    private final TaskGroup tasks = TaskGroup.isolated();

    private GameBots() {}

    /// Has that many players join, and walk about until they are closed; whom the server refuses, or does not answer
    /// for 5 s, is counted. Fails as [UdpSocket#bindFor(SocketAddr)].
    ///
    /// @param count at least 1
    /// @param random makes what they do, and the numbers that their joins are told apart by; used by this call only
    /// @throws IllegalArgumentException if `count` is less than 1
    public static GameBots start(SocketAddr server, int count, RandomGenerator random) throws NetException {
        Objects.requireNonNull(server, "server");
        Objects.requireNonNull(random, "random");
        if (count < 1) {
            throw new IllegalArgumentException("count must be at least 1, not " + count);
        }
        var bots = new GameBots();
        try {
            for (int left = count; left > 0; left -= BotSocket.MAX_BOTS) {
                bots.open(server, Math.min(left, BotSocket.MAX_BOTS), random);
            }
            bots.play();
            return bots;
        } catch (Throwable failed) {
            bots.close();
            throw failed;
        }
    }

    private void open(SocketAddr server, int count, RandomGenerator random) throws NetException {
        Parker parker = Platform.current().parker();
        UdpSocket socket = UdpSocket.bindFor(server);
        sockets.add(new BotSocket(socket, count, random, parker));
        socket.connect(server);
        socket.setReceiveBufferSize(RECEIVE_BUFFER);
    }

    private void play() {
        for (int i = 0; i < sockets.size(); i++) {
            BotSocket socket = sockets.get(i);
            long phase = GameRules.TICK_NANOS * i / sockets.size();
            tasks.spawn("bots receive", socket::receive);
            tasks.spawn("bots play", () -> socket.play(phase));
        }
    }

    /// Returns what was measured so far.
    public BotsStats stats() {
        var total = new BotsTotal();
        sockets.forEach(socket -> socket.addTo(total));
        return total.stats();
    }

    /// Lets all leave. No-op if closed.
    @Override
    public void close() {
        tasks.close();
        for (BotSocket socket : sockets) {
            try {
                socket.leave();
            } catch (NetException e) {
                LOGGER.log(System.Logger.Level.DEBUG, "close failed", e);
            }
        }
    }
}
