package dev.minato.services.game;

import dev.minato.address.SocketAddr;
import dev.minato.error.NetException;
import dev.minato.metrics.HistogramSnapshot;
import dev.minato.net.DatagramBatch;
import dev.minato.net.UdpSocket;
import dev.minato.platform.Platform;
import dev.minato.platform.wait.Parker;
import dev.minato.task.TaskGroup;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;

/// An authoritative game server: it takes inputs, simulates 60 times a second, and sends each player what is near
/// him.
///
/// ```java
/// var settings = GameSettings.DEFAULT.withMaxPlayers(32);
/// try (var signals = Signals.of(Signal.INT, Signal.TERM);
///         var server = GameServer.start(SocketAddr.parse("0.0.0.0:7885"), settings)) {
///     signals.await();
/// }
/// ```
///
/// Who joins shows that he is where he says he is, before anything is kept of him; packets that are malformed, late
/// or of strangers are counted by [Malformed], and ignored. Memory is bounded by [GameSettings#maxPlayers]: 8 KiB
/// for each, and 64 KiB. Nothing is allocated for a tick, nor for a packet of a player, but for his address if more
/// than 64 send (and on the jdk platform what the JDK allocates).
///
/// It has two tasks, one that receives and one that ticks, and both run where it was started, if the platform has
/// places. If one of them fails, as by a [TickListener] that throws, the game has ended: that is logged at ERROR, the
/// port is free, and [#awaitEnd] tells. All methods may be called by any thread.
public final class GameServer implements AutoCloseable {
    private static final System.Logger LOGGER = System.getLogger(GameServer.class.getName());

    /// Holds what a thousand players send in a tenth of a second; the kernel may give less.
    private static final int RECEIVE_BUFFER = 4 * 1024 * 1024;

    /// The longest packet of a client, and one byte more.
    private static final int MAX_REQUEST = Wire.JOIN_LENGTH + 1;

    private final UdpSocket socket;
    private final Parker parker = Platform.current().parker();
    private final GameCore core;
    private final TickLoop ticking;
    private final Outbound answers;
    private final TaskGroup tasks = new TaskGroup();

    private GameServer(UdpSocket socket, GameSettings settings) {
        this.socket = socket;
        this.core = new GameCore(settings, new SecureRandom(), parker.now());
        this.ticking = new TickLoop(core, settings.listener(), socket, parker);
        this.answers = new Outbound(socket);
    }

    /// Starts a game at an address; port 0 lets the kernel choose. Fails as [UdpSocket#bind(SocketAddr)].
    public static GameServer start(SocketAddr address, GameSettings settings) throws NetException {
        Objects.requireNonNull(settings, "settings");
        UdpSocket socket = UdpSocket.bind(address);
        try {
            return start(socket, settings);
        } catch (Throwable failed) {
            socket.close();
            throw failed;
        }
    }

    /// Starts a game on a socket, which is the server's to close, unless this fails: as the options of a socket fail.
    public static GameServer start(UdpSocket socket, GameSettings settings) throws NetException {
        Objects.requireNonNull(socket, "socket");
        Objects.requireNonNull(settings, "settings");
        if (socket.receiveBufferSize() < RECEIVE_BUFFER) {
            socket.setReceiveBufferSize(RECEIVE_BUFFER);
        }
        receiveLocalAddresses(socket);
        var server = new GameServer(socket, settings);
        server.spawn("game packets", server::receive);
        server.spawn("game ticks", server.ticking::run);
        return server;
    }

    /// A client expects packets from the address that it sends to. Where a socket cannot say that, the kernel chooses.
    private static void receiveLocalAddresses(UdpSocket socket) throws NetException {
        if (socket.localAddress().ip().isUnspecified()
                && Platform.current().capabilities().datagramDestination()) {
            socket.setReceiveLocalAddress(true);
        }
    }

    private void spawn(String name, Loop loop) {
        tasks.spawn(name, () -> {
            try {
                loop.run();
            } catch (NetException ended) {
                LOGGER.log(System.Logger.Level.DEBUG, name + " end", ended);
            } catch (RuntimeException | Error e) {
                // Nobody is to send to a game that is not simulated. It ends the other task, too.
                socket.close();
                LOGGER.log(System.Logger.Level.ERROR, "the game has ended: uncaught exception in " + name, e);
                throw e;
            }
        });
    }

    /// The body of a task, which ends by an exception.
    @FunctionalInterface
    private interface Loop {
        void run() throws NetException, InterruptedException;
    }

    private void receive() throws NetException {
        var batch = new DatagramBatch(Outbound.CAPACITY, MAX_REQUEST);
        var arrival = new Arrival(ByteBuffer.allocate(0), socket.localAddress(), 0);
        while (true) {
            try {
                int count = socket.recvBatch(batch);
                take(batch, count, arrival);
            } catch (NetException e) {
                Endings.rethrow(e);
            }
        }
    }

    private void take(DatagramBatch batch, int count, Arrival arrival) throws NetException {
        long now = parker.now();
        synchronized (core) {
            for (int place = 0; place < count; place++) {
                arrival.fill(batch, place, now);
                core.receive(arrival, answers);
            }
        }
        answers.flush();
    }

    /// Waits until the game has ended; returns the failure that ended it, empty if that was [#close].
    ///
    /// @throws InterruptedException if the calling thread is interrupted; its flag is then cleared
    /// @throws NetException `DEADLINE_EXCEEDED` if the deadline of the caller's scope comes first
    public Optional<Throwable> awaitEnd() throws InterruptedException, NetException {
        try {
            tasks.join();
            return Optional.empty();
        } catch (ExecutionException e) {
            return Optional.ofNullable(e.getCause());
        }
    }

    /// Returns the address it is bound to, with the real port.
    public SocketAddr localAddress() {
        return socket.localAddress();
    }

    /// Returns what was counted so far.
    public GameServerStats stats() {
        HistogramSnapshot durations = ticking.durations();
        synchronized (core) {
            GameCounts counts = core.counts();
            return new GameServerStats(
                    ticking.ticks(),
                    ticking.late(),
                    Duration.ofNanos(durations.quantile(0.5)),
                    Duration.ofNanos(durations.quantile(0.99)),
                    core.players(),
                    counts.joins,
                    counts.refusedJoins,
                    counts.timeouts,
                    counts.packetsIn,
                    counts.bytesIn,
                    counts.packetsOut,
                    counts.bytesOut,
                    ticking.unsent() + answers.unsent(),
                    counts.inputs,
                    counts.ignored());
        }
    }

    /// Returns how long ticks took so far, with their snapshots.
    public HistogramSnapshot tickDurations() {
        return ticking.durations();
    }

    /// Tells all players that the game is over, and ends it; the port is free when it returns. No-op if closed.
    @Override
    public void close() {
        tasks.close();
        try {
            ticking.endAll();
            socket.close();
        } catch (NetException e) {
            LOGGER.log(System.Logger.Level.DEBUG, "close failed", e);
        }
    }
}
