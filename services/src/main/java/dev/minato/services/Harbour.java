package dev.minato.services;

import dev.minato.error.NetException;
import dev.minato.platform.wait.LastResort;
import dev.minato.task.TaskGroup;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// One server for any number of services: it listens, accepts, holds the limits, and ends in order.
///
/// ```java
/// var berths = List.of(
///         new Berth("echo", Protocol.TCP, "127.0.0.1:7878"),
///         new Berth("time", Protocol.UDP, "127.0.0.1:9001"));
/// try (var signals = Signals.of(Signal.INT, Signal.TERM);
///         var harbour = Harbour.open(berths, Limits.DEFAULT, ConnectionLog.SILENT)) {
///     signals.await();
///     harbour.drain();
/// }
/// ```
///
/// A service that is served at several addresses is one service: all clients of `kv` share its values.
///
/// Connections beyond [Limits#maxConnections] wait in the backlogs, and those of all services get their turn
/// in the order in which they are found there. An accept loop survives what a peer or a lack of descriptors
/// does to it. A datagram that came from an address of one of the harbour's own UDP services, or from a port
/// below 1024, is not answered: two services could otherwise be made to answer each other for ever. Nor is
/// one of a peer that got [Limits#maxAnswers] in the same second: the other service may be another server's.
/// A UDP service that is bound to all addresses answers from the one that was asked, if the platform knows it
/// (`Capabilities.datagramDestination`).
///
/// Where the sum of all limits is more than the heap, opening says so in one line at WARNING, with the numbers.
///
/// Everything runs in tasks of the platform and, as those of a [TaskGroup], within the deadline of the scope
/// in which the harbour was opened. All methods may be called by any thread.
public final class Harbour implements AutoCloseable {
    private static final System.Logger LOGGER = System.getLogger(Harbour.class.getName());

    private final Duration grace;
    private final Connections connections;
    private final List<Loop> loops;
    private final TaskGroup running = new TaskGroup();

    private Harbour(Duration grace, Connections connections, List<Loop> loops) {
        this.grace = grace;
        this.connections = connections;
        this.loops = loops;
    }

    /// Binds all the berths, or none, and serves them.
    ///
    /// The failure's operation names the service, as in `serve echo/tcp 127.0.0.1:7878: address in use`:
    /// `INVALID_INPUT` for a service that there is not, a protocol that it is not served over, or text that is
    /// no address; otherwise as binding fails. Whatever was bound before it is closed again.
    public static Harbour open(List<Berth> berths, Limits limits, ConnectionLog log) throws NetException {
        return open(berths, limits, log, InstantSource.system());
    }

    /// As [#open(List, Limits, ConnectionLog)], with the clock that `time` tells.
    public static Harbour open(List<Berth> berths, Limits limits, ConnectionLog log, InstantSource clock)
            throws NetException {
        LastResort.prepare();
        HeapCheck.warning(berths, limits, Runtime.getRuntime().maxMemory())
                .ifPresent(text -> LOGGER.log(System.Logger.Level.WARNING, text));
        var connections = new Connections(limits, log);
        var binder = new Binder(limits, clock, connections);
        List<Loop> loops = new ArrayList<>();
        try {
            for (Berth berth : berths) {
                loops.add(binder.bind(berth));
            }
        } catch (Throwable failed) {
            loops.forEach(Loop::close);
            throw failed;
        }
        var harbour = new Harbour(limits.grace(), connections, List.copyOf(loops));
        loops.forEach(loop -> harbour.running.spawn(() -> run(loop)));
        return harbour;
    }

    /// A service without its loop serves nobody.
    private static void run(Loop loop) throws Exception {
        try {
            loop.run();
        } catch (Throwable failed) {
            LastResort.endIfVital(failed);
            throw failed;
        }
    }

    /// What is served where, in the order of the berths, with port 0 resolved; also after the end.
    public List<Listening> listening() {
        return loops.stream().map(Loop::listening).toList();
    }

    /// How many connections are being served.
    public int connections() {
        return connections.count();
    }

    /// How many datagrams its UDP services did not answer, since their senders were beyond
    /// [Limits#maxAnswers]. It is also said at WARNING, once a second at most.
    public long unanswered() {
        return loops.stream().mapToLong(Loop::unanswered).sum();
    }

    /// Stops listening at once, lets the connections finish for [Limits#grace], and closes what is left. When
    /// it returns, no task runs and everything is closed.
    ///
    /// Connections that were not accepted yet are reset. One that is open is not told: it may go on asking and
    /// being answered until it ends by itself or the grace does. An interrupt ends the grace; its flag stays
    /// set.
    public void drain() {
        stopListening();
        connections.finish(grace);
        connections.end();
    }

    /// As [#drain], without grace; also ends the grace of a drain that is going on. Closing again does
    /// nothing.
    @Override
    public void close() {
        stopListening();
        connections.end();
    }

    private void stopListening() {
        connections.stop();
        loops.forEach(Loop::close);
        running.close();
    }
}
