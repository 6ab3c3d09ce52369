package dev.minato.server;

import dev.minato.address.SocketAddr;
import dev.minato.error.NetException;
import dev.minato.net.UdpSocket;
import dev.minato.platform.Platform;
import dev.minato.platform.wait.LastResort;
import dev.minato.platform.wait.Parker;
import dev.minato.task.Signal;
import dev.minato.task.Signals;
import dev.minato.task.TaskGroup;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/// A server for datagrams: it receives, hands each to a handler, sends the replies, and drains.
///
/// {@snippet file="dev/minato/examples/server/UdpShouting.java" region="serve"}
///
/// Datagrams are received and replies sent many at once. A reply goes out from the address that was asked,
/// also where the server is bound to all (`0.0.0.0`, `::`), if the platform knows it
/// (`Capabilities.datagramDestination`). A server survives what peers, ICMP errors and a lack of file
/// descriptors do to it; what it drops is counted by [DropReason], and logged once a second at most for
/// each.
///
/// **Handlers run in the receive loop** of their socket, one request after the other, and allocate nothing
/// but what they allocate themselves. Several sockets on one port ([UdpServerBuilder#sockets]) have a loop
/// each. Handlers that wait, for a database or another server, run in tasks
/// ([UdpServerBuilder#inTasks]): a bounded number, and a policy for what comes beyond.
///
/// **A sender can be forged**, and a reply then hits somebody who has asked nothing. By default a reply
/// goes neither to a port below 1024 nor to the server itself; [UdpServerBuilder#maxRepliesPerPeer] bounds
/// what one peer gets.
///
/// **Memory**: for each socket, [UdpServerBuilder#batch] times [UdpServerBuilder#maxDatagram] bytes outside
/// of the heap for requests, and the same for replies unless the handlers run in tasks; there, each request
/// in progress keeps its bytes on the heap, and its reply buffer if it asks for one.
///
/// Everything runs in tasks of the platform, within the deadline of the scope in which the server was
/// started. All methods may be called by any thread.
public final class UdpServer implements AutoCloseable {
    private static final System.Logger LOGGER = System.getLogger(UdpServer.class.getName());

    /// How long handlers may take to end once they are interrupted.
    private static final Duration LAST = Duration.ofSeconds(1);

    private final List<Port> ports;
    private final AtomicBoolean cancelling;
    private final TaskGroup loops = TaskGroup.isolated();
    private final TaskGroup workers = TaskGroup.isolated();
    private final Parker parker = Platform.current().parker();

    /// An address that is served, by one socket or several.
    ///
    /// @param tasks the handling that they share, if it is not in their loops
    record Port(Service service, List<Channel> channels, Optional<TaskHandling> tasks, int maxTasks) {
        /// One of its sockets.
        ///
        /// @param receiving the handle of the loop
        /// @param sending the handle of the replies
        /// @param losses what the kernel drops for want of room
        record Channel(UdpSocket receiving, UdpSocket sending, KernelDrops losses, ReceiveLoop loop) {}

        Port {
            channels = List.copyOf(channels);
        }

        SocketAddr address() {
            return channels.getFirst().receiving().localAddress();
        }

        long losses() {
            return channels.stream()
                    .mapToLong(channel -> channel.losses().count())
                    .sum();
        }

        void closeReceiving() {
            channels.forEach(channel -> Closing.logged(channel.receiving()));
        }

        void closeSending() {
            channels.forEach(channel -> Closing.logged(channel.sending()));
        }
    }

    UdpServer(List<Port> ports, AtomicBoolean cancelling) {
        this.ports = List.copyOf(ports);
        this.cancelling = cancelling;
    }

    /// A server to be configured; [UdpServerBuilder#start] starts it.
    public static UdpServerBuilder builder() {
        return new UdpServerBuilder();
    }

    void start() {
        for (Port port : ports) {
            port.tasks().ifPresent(tasks -> {
                for (int i = 0; i < port.maxTasks(); i++) {
                    workers.spawn(port.service().name(), tasks::run);
                }
            });
            for (Port.Channel channel : port.channels()) {
                loops.spawn(port.service().name(), () -> run(channel.loop()));
            }
        }
    }

    /// Runs a loop; one that ran out of memory would serve nobody, so that ends the process.
    private static void run(ReceiveLoop loop) throws Exception {
        try {
            loop.run();
        } catch (Throwable failed) {
            LastResort.endIfVital(failed);
            throw failed;
        }
    }

    /// Returns the addresses it is bound to, with their real ports, in the order of the builder's calls, each
    /// once; also after the close.
    public List<SocketAddr> localAddresses() {
        return ports.stream().map(Port::address).toList();
    }

    /// Returns what was counted so far, of all services together.
    public UdpCounts counts() {
        return countsByService().values().stream().reduce(UdpCounts.ZERO, UdpCounts::plus);
    }

    /// Returns what was counted so far, by the names of the services.
    public Map<String, UdpCounts> countsByService() {
        var losses = new HashMap<String, Long>();
        var counters = new HashMap<String, UdpCounters>();
        for (Port port : ports) {
            losses.merge(port.service().name(), port.losses(), Long::sum);
            counters.put(port.service().name(), port.service().counters());
        }
        var counts = new HashMap<String, UdpCounts>();
        counters.forEach((service, each) -> counts.put(service, each.counts(losses.getOrDefault(service, 0L))));
        return Map.copyOf(counts);
    }

    /// Stops receiving at once, lets requests in progress finish for at most `grace`, and cancels the rest;
    /// zero or less gives them no time. Returns how many it cancelled ([DropReason#CANCELLED]).
    ///
    /// 1. Receiving stops. Replies still leave, and from the same port: so the kernel goes on taking
    ///    datagrams for it, which nobody will see. Give a short grace period where another server waits for
    ///    the port.
    /// 2. What was received is handled: what runs, and with tasks what waits for one.
    /// 3. When the grace period is over, what waits is dropped, and handlers are interrupted. One that has
    ///    not ended a second later is reported and left behind.
    ///
    /// When it returns, the ports are free. An interrupt of the caller ends the grace period; its flag
    /// stays set.
    public int drain(Duration grace) {
        Objects.requireNonNull(grace, "grace");
        long before = counts().dropped(DropReason.CANCELLED);
        long start = parker.now();
        ports.forEach(Port::closeReceiving);
        if (Ending.await(loops, grace)) {
            ports.forEach(port -> port.tasks().ifPresent(TaskHandling::close));
            boolean _ = Ending.await(workers, grace.minusNanos(parker.now() - start));
        }
        cancel();
        // The last look at what the kernel has dropped.
        UdpCounts after = counts();
        ports.forEach(Port::closeSending);
        return (int) (after.dropped(DropReason.CANCELLED) - before);
    }

    /// Serves until SIGINT or SIGTERM, then drains as [#drain]: the end of a program's `main`. A second
    /// signal ends the process at once.
    ///
    /// @throws InterruptedException if the calling thread is interrupted before; its flag is then cleared
    /// @throws NetException as [Signals#of] and [Signals#await]
    public int drainAtSignal(Duration grace) throws InterruptedException, NetException {
        Objects.requireNonNull(grace, "grace");
        try (var signals = Signals.of(Signal.INT, Signal.TERM)) {
            Signal _ = signals.await();
        }
        return drain(grace);
    }

    /// Stops receiving, and cancels what is in progress. As [#drain] without grace. Also ends a drain in
    /// progress. No-op if closed.
    @Override
    public void close() {
        int _ = drain(Duration.ZERO);
    }

    private void cancel() {
        cancelling.set(true);
        ports.forEach(port -> port.tasks().ifPresent(TaskHandling::dropWaiting));
        loops.cancel();
        workers.cancel();
        if (!Ending.awaitUninterruptibly(loops, LAST) || !Ending.awaitUninterruptibly(workers, LAST)) {
            int left = loops.size() + workers.size();
            LOGGER.log(System.Logger.Level.WARNING, "handlers of datagrams that do not end: " + left);
        }
    }
}
