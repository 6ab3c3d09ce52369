package dev.minato.services.game;

import dev.minato.address.SocketAddr;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.net.DatagramBatch;
import dev.minato.net.UdpSocket;
import dev.minato.platform.Platform;
import dev.minato.platform.wait.Parker;
import dev.minato.task.TaskGroup;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;

/// A player in a game: sends what he presses, and knows what he sees.
///
/// ```java
/// try (var client = GameClient.join(server, GameClientSettings.of(new SecureRandom()))) {
///     var ticker = Ticker.every(Duration.ofSeconds(1).dividedBy(60), MissedTicks.SKIP);
///     while (isPlaying) {
///         ticker.tick();
///         client.step(keys());
///         draw(client.view());
///     }
/// }
/// ```
///
/// Where the player himself is, follows his inputs at once, without waiting for the server ([GameView#self]); the
/// others are shown a moment late, on their way between two snapshots ([GameView#others]).
///
/// [#step] is called 60 times a second, and neither it nor [#view] waits. It has one task, which takes in what comes.
/// For one thread at a time; [#stats] may be called by any.
public final class GameClient implements AutoCloseable {
    private static final System.Logger LOGGER = System.getLogger(GameClient.class.getName());
    private static final int BATCH = 8;

    /// Any of them may be lost.
    private static final int GOODBYES = 3;

    private final SocketAddr server;
    private final UdpSocket socket;
    private final ClientSession session;
    private final long silence;
    private final Parker parker = Platform.current().parker();
    private final TaskGroup tasks = new TaskGroup();
    private final ByteBuffer out = ByteBuffer.allocate(Wire.MAX_PACKET);

    private GameClient(SocketAddr server, UdpSocket socket, GameClientSettings settings) {
        this.server = server;
        this.socket = socket;
        this.silence = settings.joinTimeout().toNanos();
        this.session = new ClientSession(
                settings.random().nextLong(), settings.interpolationDelay().toNanos(), parker.now());
    }

    /// Joins a game, waiting until the server lets it in.
    ///
    /// `REFUSED_BY_PEER` with the reason in words if the server does not want it: the game is full, or speaks
    /// another version; `CONNECTION_REFUSED` if nobody listens there; `TIMED_OUT` after
    /// [GameClientSettings#joinTimeout] without an answer; `INTERRUPTED`; otherwise as a [UdpSocket].
    public static GameClient join(SocketAddr server, GameClientSettings settings) throws NetException {
        Objects.requireNonNull(server, "server");
        Objects.requireNonNull(settings, "settings");
        UdpSocket socket = UdpSocket.bindFor(server);
        try {
            socket.connect(server);
            var client = new GameClient(server, socket, settings);
            client.join();
            client.tasks.spawn("game client", client::receive);
            return client;
        } catch (NetException e) {
            socket.close();
            throw e.withOperation("join").withAddress(server);
        } catch (Throwable failed) {
            socket.close();
            throw failed;
        }
    }

    private void join() throws NetException {
        var batch = new DatagramBatch(1, Wire.MAX_PACKET);
        long deadline = parker.now() + silence;
        while (session.isJoining()) {
            long now = parker.now();
            if (now >= deadline) {
                throw NetException.of(ErrorKind.TIMED_OUT, "join", "the server does not answer");
            }
            if (session.ask(out, now)) {
                socket.send(out);
            }
            socket.setReadTimeout(Duration.ofNanos(Math.min(deadline, session.asksAgain()) - now));
            receiveOne(batch);
        }
        checkEnd();
        socket.clearReadTimeout();
    }

    private void receiveOne(DatagramBatch batch) throws NetException {
        try {
            take(batch, socket.recvBatch(batch));
        } catch (NetException e) {
            if (e.kind() != ErrorKind.TIMED_OUT) {
                throw e;
            }
        }
    }

    private void receive() throws NetException {
        var batch = new DatagramBatch(BATCH, Wire.MAX_PACKET);
        while (true) {
            try {
                take(batch, socket.recvBatch(batch));
            } catch (NetException e) {
                // That nobody listens any more, the silence will tell.
                Endings.rethrow(e);
            }
        }
    }

    private void take(DatagramBatch batch, int count) {
        long now = parker.now();
        synchronized (session) {
            for (int place = 0; place < count; place++) {
                session.receive(batch.buffer(place), batch.realLength(place), now);
            }
        }
    }

    private void checkEnd() throws NetException {
        if (session.end().isPresent()) {
            throw failure(ErrorKind.REFUSED_BY_PEER, session.end().get());
        }
    }

    private NetException failure(ErrorKind kind, String detail) {
        return NetException.builder(kind, "play").detail(detail).address(server).build();
    }

    private Playing playing() throws NetException {
        checkEnd();
        if (parker.now() - session.lastHeard() > silence) {
            throw failure(ErrorKind.TIMED_OUT, "the server has gone silent");
        }
        return session.playing().orElseThrow();
    }

    /// Returns the player's number.
    public int id() {
        synchronized (session) {
            return session.playing().orElseThrow().id();
        }
    }

    /// Returns the rules of the game, as the server has told them.
    public GameRules rules() {
        synchronized (session) {
            return session.playing().orElseThrow().rules();
        }
    }

    /// Moves the player at once, and sends the input. Does not wait.
    ///
    /// `REFUSED_BY_PEER` once the server has said that the game is over for this player, with the reason in words;
    /// `TIMED_OUT` when it was silent for [GameClientSettings#joinTimeout]; `CLOSED`.
    public void step(Input input) throws NetException {
        Objects.requireNonNull(input, "input");
        synchronized (session) {
            Playing _ = playing();
            boolean _ = session.step(input, out, parker.now());
        }
        send();
    }

    /// Sends a packet, which may be lost here as anywhere: the next one repeats what is in it.
    private void send() throws NetException {
        try {
            boolean _ = socket.trySend(out);
        } catch (NetException e) {
            Endings.rethrow(e);
        }
    }

    /// Returns what there is to see now. Fails as [#step].
    public GameView view() throws NetException {
        synchronized (session) {
            return playing().view(parker.now());
        }
    }

    /// Returns what was measured so far.
    public ClientStats stats() {
        synchronized (session) {
            return session.playing().orElseThrow().stats();
        }
    }

    /// Leaves the game. No-op if closed.
    @Override
    public void close() {
        tasks.close();
        try {
            for (int i = 0; i < GOODBYES && session.leave(out); i++) {
                send();
            }
            socket.close();
        } catch (NetException e) {
            LOGGER.log(System.Logger.Level.DEBUG, "close failed", e);
        }
    }
}
