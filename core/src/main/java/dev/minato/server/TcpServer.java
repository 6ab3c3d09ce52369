package dev.minato.server;

import dev.minato.address.SocketAddr;
import dev.minato.address.UnixAddr;
import dev.minato.error.NetException;
import dev.minato.net.option.Bounds;
import dev.minato.platform.Platform;
import dev.minato.platform.wait.Parker;
import dev.minato.task.Signal;
import dev.minato.task.Signals;
import dev.minato.task.TaskGroup;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// A server for connections, over TCP and Unix sockets: it accepts, keeps its limits, and drains.
///
/// {@snippet file="dev/minato/examples/server/ShoutingService.java" region="serve"}
///
/// Connections beyond [TcpServerBuilder#maxConnections] wait in the backlogs. An accept loop survives what a peer
/// or a lack of file descriptors does to it. A handler's failure ends its connection alone.
///
/// **Where everything runs.** Each connection is a task of the platform, spread over its loops; tasks have the
/// deadline of the scope in which the server was started. All methods may be called by any thread.
///
/// **Memory.** A connection holds no buffer while it waits; what it holds at most is its handler's buffers and
/// [TcpServerBuilder#maxQueuedOutput], and there are [TcpServerBuilder#maxConnections] of them.
public final class TcpServer implements AutoCloseable {
    private static final System.Logger LOGGER = System.getLogger(TcpServer.class.getName());

    /// How long a connection that has sent nothing yet may still begin when the server stops.
    private static final Duration FIRST_WORD = Duration.ofMillis(500);

    /// How long handlers may take to end once they are interrupted, the lingering close included.
    private static final Duration CUT = Duration.ofMillis(1500);

    /// How long handlers may take to end once their connections are reset.
    private static final Duration LAST = Duration.ofSeconds(1);

    private final List<AcceptLoop> loops;
    private final Connections connections;
    private final ServerCounters counters;
    private final StopSignal stopSignal;
    private final TaskGroup accepting = TaskGroup.isolated();
    private final Parker parker = Platform.current().parker();

    TcpServer(List<AcceptLoop> loops, Connections connections, ServerCounters counters, StopSignal stopSignal) {
        this.loops = loops;
        this.connections = connections;
        this.counters = counters;
        this.stopSignal = stopSignal;
    }

    /// A server to be configured; [TcpServerBuilder#start] starts it.
    public static TcpServerBuilder builder() {
        return new TcpServerBuilder();
    }

    /// A connection that was open before the server, and who handles it.
    record Ready(String service, Accepted connection, ConnectionHandler handler) {}

    void start(List<Ready> ready) {
        for (Ready each : ready) {
            startReady(each);
        }
        loops.forEach(loop -> accepting.spawn(loop.service(), loop::run));
    }

    private void startReady(Ready ready) {
        if (!connections.tryAcquire()) {
            LOGGER.log(
                    System.Logger.Level.WARNING,
                    ready.service() + " of " + ready.connection().peerName()
                            + " refused: over the maximum of connections");
            Closing.logged(ready.connection()::reset);
        } else if (!connections.start(ready.service(), ready.connection(), ready.handler())) {
            connections.release();
        }
    }

    /// Blocks until no connection is open, for at most `timeout`; false if some are, also if an interrupt ended the
    /// wait, whose flag stays set, or the deadline of the scope. A server that listens may get others meanwhile and
    /// afterwards.
    public boolean awaitIdle(Duration timeout) {
        Objects.requireNonNull(timeout, "timeout");
        return connections.awaitEnd(timeout);
    }

    /// Returns the TCP addresses it listens at, with their real ports, in the order of the builder's calls; also
    /// after the close.
    public List<SocketAddr> localAddresses() {
        return loops.stream()
                .map(loop -> loop.listener().tcpAddress())
                .flatMap(Optional::stream)
                .toList();
    }

    /// Returns the Unix addresses it listens at, in the order of the builder's calls; also after the close.
    public List<UnixAddr> unixAddresses() {
        return loops.stream()
                .map(loop -> loop.listener().unixAddress())
                .flatMap(Optional::stream)
                .toList();
    }

    /// Returns the connections that are open now.
    public List<Connection> connections() {
        return List.copyOf(connections.open());
    }

    /// Returns what was counted so far.
    public ServerCounts counts() {
        return counters.counts(connections.open().size());
    }

    /// Exchanges the list of networks from which clients may connect, as [TcpServerBuilder#allow] and
    /// [TcpServerBuilder#deny] say; connections that are open stay so.
    public void setAccess(AccessList list) {
        connections.setAccess(Objects.requireNonNull(list, "list"));
    }

    /// Changes how many connections may be open, as [TcpServerBuilder#maxConnections]. Connections that are open
    /// stay so: if there are more than that, the next is accepted when enough of them have ended; a listener that
    /// waits for one already may accept it first.
    ///
    /// @throws IllegalArgumentException if it is less than 1
    public void setMaxConnections(int max) {
        connections.setMaxConnections(Bounds.argument("max", 1, Integer.MAX_VALUE, max));
    }

    /// Changes the idle timeout of the connections that come from now on, as [TcpServerBuilder#idleTimeout]; also
    /// their first-byte timeout, if that was the same.
    ///
    /// @throws IllegalArgumentException if it is not positive
    public void setIdleTimeout(Duration timeout) {
        Duration idle = Bounds.argument("timeout", timeout);
        connections.setLimits(limits -> limits.withIdleTimeout(idle));
    }

    /// Changes the request timeout of the connections that come from now on, as
    /// [TcpServerBuilder#requestTimeout].
    ///
    /// @throws IllegalArgumentException if it is not positive
    public void setRequestTimeout(Duration timeout) {
        Duration request = Bounds.argument("timeout", timeout);
        connections.setLimits(limits -> limits.withRequestTimeout(request));
    }

    /// Changes the write timeout of the connections that come from now on, as [TcpServerBuilder#writeTimeout].
    ///
    /// @throws IllegalArgumentException if it is not positive
    public void setWriteTimeout(Duration timeout) {
        Duration write = Bounds.argument("timeout", timeout);
        connections.setLimits(limits -> limits.withWriteTimeout(write));
    }

    /// The signal that the server stops, which its handlers see.
    public StopSignal stopSignal() {
        return stopSignal;
    }

    /// Stops listening, lets the connections finish for at most `grace`, and closes the rest; zero or less gives
    /// them no time.
    ///
    /// 1. Listening stops at once: what is in the backlogs is accepted as far as there are permits, and the ports
    ///    are free. ([StopSignal] is set then.)
    /// 2. Connections that wait between two requests end; others have the grace period to get there. One that has
    ///    sent nothing yet has half a second to begin.
    /// 3. Handlers that still run are interrupted; their connections end with FIN after a bounded read of what
    ///    the peer still sends, within a second and a half.
    /// 4. What is still open is reset. A handler that has not ended a second later is reported and left behind.
    ///
    /// An interrupt of the caller ends the grace period, and its flag stays set; so does the deadline of its
    /// scope. Of several drains at once the shortest grace counts for the connections of all, and each reports
    /// what it saw.
    ///
    /// @throws IllegalStateException if a handler or an observer calls it in the server's own task, for whose
    ///     end it would wait: start a task for it
    public DrainReport drain(Duration grace) {
        Objects.requireNonNull(grace, "grace");
        checkNotOwnTask();
        long start = parker.now();
        long before = counters.closed();
        stopListening();
        connections.stopSpoken();
        Duration firstWord = grace.compareTo(FIRST_WORD) < 0 ? grace : FIRST_WORD;
        if (!connections.awaitEnd(firstWord)) {
            connections.stopAll();
            boolean _ = connections.awaitEnd(grace.minus(firstWord));
        }
        return end(CloseReason.DRAIN_TIMEOUT, start, before);
    }

    /// Serves until SIGINT or SIGTERM, then drains as [#drain]: the end of a program's `main`. A second signal ends
    /// the process at once.
    ///
    /// @throws InterruptedException if the calling thread is interrupted before; its flag is then cleared
    /// @throws NetException as [Signals#of] and [Signals#await]
    public DrainReport drainAtSignal(Duration grace) throws InterruptedException, NetException {
        Objects.requireNonNull(grace, "grace");
        try (var signals = Signals.of(Signal.INT, Signal.TERM)) {
            Signal _ = signals.await();
        }
        return drain(grace);
    }

    /// Stops listening and closes all connections; handlers are interrupted. As [#drain] without grace. Also ends
    /// a drain in progress. No-op if closed.
    ///
    /// @throws IllegalStateException as [#drain]
    @Override
    public void close() {
        checkNotOwnTask();
        long start = parker.now();
        long before = counters.closed();
        stopListening();
        connections.stopAll();
        DrainReport report = end(CloseReason.CLOSED, start, before);
        if (report.stuck() > 0) {
            LOGGER.log(System.Logger.Level.WARNING, "handlers that do not end: " + report.stuck());
        }
    }

    /// @param before how many were closed when the end began
    private DrainReport end(CloseReason reason, long start, long before) {
        int finished = (int) (counters.closed() - before);
        int left = connections.running();
        int reset = 0;
        if (left > 0) {
            connections.interrupt(reason);
            if (!connections.awaitEndUninterruptibly(CUT)) {
                reset = connections.reset();
                boolean _ = connections.awaitEndUninterruptibly(LAST);
            }
        }
        int stuck = connections.running();
        return new DrainReport(
                finished,
                Math.max(left - reset, 0),
                Math.max(reset - stuck, 0),
                stuck,
                Duration.ofNanos(parker.now() - start));
    }

    private void checkNotOwnTask() {
        if (connections.isServedHere() || loops.stream().anyMatch(AcceptLoop::isRunHere)) {
            throw new IllegalStateException("called by a handler or an observer of the server, for which it would"
                    + " wait: do it in a task (Tasks.spawn)");
        }
    }

    private void stopListening() {
        stopSignal.set();
        accepting.cancel();
        if (!Ending.awaitUninterruptibly(accepting, LAST)) {
            LOGGER.log(System.Logger.Level.WARNING, "an observer holds an accept loop up");
        }
        loops.forEach(AcceptLoop::acceptLast);
        connections.stopAccepting();
        loops.forEach(loop -> Closing.logged(loop.listener()));
    }
}
