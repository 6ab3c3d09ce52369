package dev.minato.services;

import dev.minato.error.NetException;
import dev.minato.platform.wait.LastResort;
import dev.minato.services.server.Connections;
import dev.minato.services.server.ServiceLoop;
import dev.minato.task.TaskGroup;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// A server for any number of services: it binds, accepts, enforces the limits, and drains.
///
/// ```java
/// var bindings = List.of(
///         new Binding("echo", Protocol.TCP, "127.0.0.1:7878"),
///         new Binding("time", Protocol.UDP, "127.0.0.1:9001"));
/// try (var signals = Signals.of(Signal.INT, Signal.TERM);
///         var server = Server.open(bindings, Limits.DEFAULT, ConnectionLog.SILENT)) {
///     signals.await();
///     server.drain();
/// }
/// ```
///
/// A service bound to several addresses is one service: all clients of `kv` share its values.
///
/// Connections over [Limits#maxConnections] wait in the backlogs; those of all services are accepted in the
/// order in which they are found there. An accept loop survives what a peer or a lack of file descriptors
/// does to it. A datagram from an address of one of the server's own UDP services, or from a port below 1024,
/// gets no answer: two services could otherwise be made to answer each other for ever. Nor does one of a peer
/// that got [Limits#maxAnswers] in the same second: the other service may be another server's. A UDP service
/// bound to the wildcard address answers from the address that was asked, if the platform knows it
/// (`Capabilities.datagramDestination`).
///
/// If the limits together exceed the heap, [#open] logs one line at WARNING with the numbers.
///
/// Everything runs in tasks of the platform and, as those of a [TaskGroup], within the deadline of the scope
/// in which the server was opened. All methods are safe for use by any thread.
public final class Server implements AutoCloseable {
    private static final System.Logger LOGGER = System.getLogger(Server.class.getName());

    private final Duration drainTimeout;
    private final Connections connections;
    private final List<Bound> bound;
    private final TaskGroup running = TaskGroup.isolated();

    private Server(Duration drainTimeout, Connections connections, List<Bound> bound) {
        this.drainTimeout = drainTimeout;
        this.connections = connections;
        this.bound = bound;
    }

    /// A binding and its loop.
    private record Bound(Binding binding, ServiceLoop loop) {
        BoundService describe() {
            return new BoundService(binding.service(), binding.protocol(), loop.localAddress());
        }
    }

    /// Binds all of `bindings`, or none, and serves them.
    ///
    /// The failure's operation names the service, as in `serve echo/tcp 127.0.0.1:7878: address in use`:
    /// `INVALID_INPUT` for an unknown service, a protocol that it is not served over, or text that is no
    /// address; otherwise as binding fails. What was bound before is closed again.
    public static Server open(List<Binding> bindings, Limits limits, ConnectionLog log) throws NetException {
        return open(bindings, limits, log, InstantSource.system());
    }

    /// As [#open(List, Limits, ConnectionLog)], with the clock of the service `time`.
    public static Server open(List<Binding> bindings, Limits limits, ConnectionLog log, InstantSource clock)
            throws NetException {
        Objects.requireNonNull(bindings, "bindings");
        Objects.requireNonNull(limits, "limits");
        Objects.requireNonNull(log, "log");
        Objects.requireNonNull(clock, "clock");
        for (Binding binding : bindings) {
            Objects.requireNonNull(binding, "bindings");
        }
        LastResort.prepare();
        HeapCheck.warning(bindings, limits, Runtime.getRuntime().maxMemory())
                .ifPresent(text -> LOGGER.log(System.Logger.Level.WARNING, text));
        var connections = new Connections(limits.maxConnections(), limits.idleTimeout(), limits.writeTimeout());
        var binder = new Binder(limits, log, clock, connections);
        List<Bound> bound = new ArrayList<>();
        try {
            for (Binding binding : bindings) {
                bound.add(new Bound(binding, binder.bind(binding)));
            }
        } catch (Throwable failed) {
            bound.forEach(each -> each.loop().close());
            throw failed;
        }
        var server = new Server(limits.drainTimeout(), connections, List.copyOf(bound));
        try {
            bound.forEach(each -> server.running.spawn(each.binding().label(), () -> run(each.loop())));
        } catch (Throwable failed) {
            server.close();
            throw failed;
        }
        return server;
    }

    /// Runs a loop; a service whose loop ran out of memory would serve nobody, so that ends the process.
    private static void run(ServiceLoop loop) throws Exception {
        try {
            loop.run();
        } catch (Throwable failed) {
            LastResort.endIfVital(failed);
            throw failed;
        }
    }

    /// Returns the services and their bound addresses, in the order of the bindings; also after [#close].
    public List<BoundService> boundServices() {
        return bound.stream().map(Bound::describe).toList();
    }

    /// Returns how many connections are open.
    public int connections() {
        return connections.count();
    }

    /// Returns how many datagrams got no answer because their senders were over [Limits#maxAnswers]. That is
    /// also logged at WARNING, at most once per second.
    public long unanswered() {
        return bound.stream().mapToLong(each -> each.loop().unanswered()).sum();
    }

    /// Stops listening at once, lets open connections finish for [Limits#drainTimeout], and closes the rest.
    /// Once it returns, no task runs and everything is closed.
    ///
    /// Connections in the backlog are reset. Open ones are not notified: a client may go on asking and being
    /// answered until it closes or the drain timeout is over. An interrupt ends the drain at once; its flag
    /// stays set.
    public void drain() {
        stopListening();
        connections.awaitEnd(drainTimeout);
        connections.close();
    }

    /// As [#drain] with a drain timeout of zero; also ends a drain in progress. No-op if closed.
    @Override
    public void close() {
        stopListening();
        connections.close();
    }

    private void stopListening() {
        connections.stop();
        bound.forEach(each -> each.loop().close());
        running.close();
    }
}
