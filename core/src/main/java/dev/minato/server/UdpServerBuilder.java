package dev.minato.server;

import dev.minato.address.SocketAddr;
import dev.minato.error.NetException;
import dev.minato.net.UdpSocket;
import dev.minato.net.option.Bounds;
import dev.minato.platform.Platform;
import dev.minato.platform.wait.LastResort;
import dev.minato.platform.wait.Parker;
import dev.minato.server.UdpServer.Port;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/// A [UdpServer] to be: where it is bound, who handles its datagrams, and its limits, all of which have a
/// default.
///
/// Begins with [UdpServer#builder], ends in [#start]. For one thread.
public final class UdpServerBuilder {
    private static final System.Logger LOGGER = System.getLogger(UdpServer.class.getName());
    private static final int MAX_DATAGRAM = 65_535;
    private static final int MAX_BATCH = 1024;
    private static final int MAX_TASKS = 1 << 16;
    private static final int MAX_WAITING = 1 << 20;

    private static final int MAX_SOCKETS = 1024;

    private final List<UdpPlace> places = new ArrayList<>();
    private final List<UdpSocket> takenOver = new ArrayList<>();
    private int maxDatagram = MAX_DATAGRAM;
    private int batch = 16;
    private int sockets = 1;
    private boolean acceptTruncated;
    private boolean reflectionGuard = true;
    private Duration writeTimeout = Duration.ofSeconds(1);
    private Optional<Integer> maxRepliesPerPeer = Optional.empty();
    private Optional<Tasking> tasking = Optional.empty();
    private TrustedProxies proxies = TrustedProxies.NONE;

    /// The bounds of handlers in tasks.
    private record Tasking(int maxTasks, int maxWaiting, OverloadPolicy policy) {}

    UdpServerBuilder() {}

    /// Receives at `"host:port"`; port 0 lets the kernel choose ([UdpServer#localAddresses]). May be called
    /// several times. Logs call the service by its address.
    public UdpServerBuilder listen(String hostAndPort, UdpHandler handler) {
        return listen(hostAndPort, hostAndPort, handler);
    }

    /// Receives at `"host:port"`, for a service of that name, which logs see.
    public UdpServerBuilder listen(String service, String hostAndPort, UdpHandler handler) {
        Objects.requireNonNull(hostAndPort, "hostAndPort");
        return add(UdpPlace.at(service, options -> options.bind(hostAndPort), handler));
    }

    /// Receives at an address; as [#listen(String, UdpHandler)].
    public UdpServerBuilder listen(SocketAddr address, UdpHandler handler) {
        Objects.requireNonNull(address, "address");
        return add(UdpPlace.at(address.toString(), options -> options.bind(address), handler));
    }

    /// Takes over a socket, which may have options of its own, such as a larger receive buffer; the server
    /// closes it, also if it cannot start.
    public UdpServerBuilder listen(String service, UdpSocket socket, UdpHandler handler) {
        Objects.requireNonNull(socket, "socket");
        UdpServerBuilder added = add(UdpPlace.of(service, socket, handler));
        takenOver.add(socket);
        return added;
    }

    private UdpServerBuilder add(UdpPlace place) {
        Objects.requireNonNull(place.service(), "service");
        Objects.requireNonNull(place.handler(), "handler");
        places.add(place);
        return this;
    }

    /// How many sockets receive at each address, with a receive loop for each; 1 by default. The kernel
    /// spreads the datagrams among them by their senders, all of one sender to the same (`SO_REUSEPORT`); the
    /// platform spreads the loops among its carriers. More than there are processors are of no use.
    ///
    /// Handlers in the receive loops then run at the same time, one in each. The bounds of [#inTasks] stay
    /// those of the address, and counts and drains are of all of its sockets together. A socket that was
    /// taken over stays alone. Other programs of the same user that share the port, too, get a part of the
    /// datagrams. Where the system has no such sockets (Windows), more than one fails the start with
    /// `UNSUPPORTED`.
    ///
    /// @throws IllegalArgumentException if it is not from 1 to 1,024
    public UdpServerBuilder sockets(int sockets) {
        this.sockets = Bounds.argument("sockets", 1, MAX_SOCKETS, sockets);
        return this;
    }

    /// How many bytes a request or a reply has at most; 65,535 by default, which is any datagram. A longer
    /// request is dropped and counted, a longer reply is refused. Where the protocol has a maximum, a lower
    /// value saves memory.
    ///
    /// @throws IllegalArgumentException if it is not from 1 to 65,535
    public UdpServerBuilder maxDatagram(int bytes) {
        maxDatagram = Bounds.argument("bytes", 1, MAX_DATAGRAM, bytes);
        return this;
    }

    /// How many datagrams are received, and replies sent, with one call; 16 by default. More than 64 are
    /// several system calls.
    ///
    /// @throws IllegalArgumentException if it is not from 1 to 1,024
    public UdpServerBuilder batch(int datagrams) {
        batch = Bounds.argument("datagrams", 1, MAX_BATCH, datagrams);
        return this;
    }

    /// Whether requests longer than [#maxDatagram] are handled all the same, cut to it
    /// ([UdpRequest#truncated]). They are dropped and counted by default ([DropReason#TRUNCATED]).
    public UdpServerBuilder acceptTruncated(boolean accept) {
        acceptTruncated = accept;
        return this;
    }

    /// How many replies one peer, an address with its port, gets per second; any number by default. What is
    /// over that is dropped and counted ([DropReason#RATE_LIMITED]). Bounds what a forged sender gets, and
    /// two servers that were made to answer each other. Some peers share a bound, however many there are:
    /// 4,096 are counted.
    ///
    /// @throws IllegalArgumentException if it is less than 1
    public UdpServerBuilder maxRepliesPerPeer(int perSecond) {
        maxRepliesPerPeer = Optional.of(Bounds.argument("perSecond", 1, Integer.MAX_VALUE, perSecond));
        return this;
    }

    /// Whether replies to ports below 1024 and to the server's own addresses are dropped
    /// ([DropReason#REFLECTION]); they are by default, since what seems to come from there may be forged to
    /// make two services answer each other for ever. A server whose peers use such a port (NTP), or the
    /// same port as itself while it is bound to all addresses (SIP, gossip), turns it off, and must not
    /// answer answers.
    public UdpServerBuilder reflectionGuard(boolean guard) {
        reflectionGuard = guard;
        return this;
    }

    /// How long a reply may wait for room in the send buffer; one second by default. Then it is dropped
    /// ([DropReason#SEND_FAILED]), and so are those that were gathered with it.
    ///
    /// @throws IllegalArgumentException if it is not positive
    public UdpServerBuilder writeTimeout(Duration timeout) {
        writeTimeout = Bounds.argument("timeout", timeout);
        return this;
    }

    /// Runs handlers in tasks, which may wait: at most `maxTasks` at once, with at most `maxWaiting`
    /// datagrams that wait for one, for each address. A datagram beyond that is dropped as `policy` says,
    /// and counted ([DropReason#OVERLOADED]). The tasks are there from the start, and idle.
    ///
    /// Requests are then handled in no order, and replies sent one by one, as soon as they are made.
    ///
    /// @throws IllegalArgumentException if `maxTasks` is not from 1 to 65,536, or `maxWaiting` not from 1 to
    ///     1,048,576
    public UdpServerBuilder inTasks(int maxTasks, int maxWaiting, OverloadPolicy policy) {
        tasking = Optional.of(new Tasking(
                Bounds.argument("maxTasks", 1, MAX_TASKS, maxTasks),
                Bounds.argument("maxWaiting", 1, MAX_WAITING, maxWaiting),
                Objects.requireNonNull(policy, "policy")));
        return this;
    }

    /// From whom datagrams that begin with a PROXY header are dropped ([DropReason#PROXY_HEADER]); from
    /// nobody by default.
    ///
    /// The header has no use for datagrams: nginx puts it in front of the first one of a session only, so
    /// that a handler would see it now and then, as data. Have the proxy send none.
    public UdpServerBuilder refuseProxyHeaders(TrustedProxies proxies) {
        this.proxies = Objects.requireNonNull(proxies, "proxies");
        return this;
    }

    /// Binds all addresses, or none, and serves them. Fails as [UdpSocket#bind(String)]; what was bound
    /// before is closed again.
    ///
    /// @throws IllegalStateException if it is bound nowhere
    public UdpServer start() throws NetException {
        if (places.isEmpty()) {
            throw new IllegalStateException("a server must be bound somewhere: call listen");
        }
        LastResort.prepare();
        List<UdpSocket> open = new ArrayList<>(takenOver);
        UdpServer server;
        try {
            server = server(open);
        } catch (Throwable failed) {
            open.forEach(UdpServerBuilder::closeLogging);
            throw failed;
        }
        try {
            server.start();
        } catch (Throwable failed) {
            server.close();
            throw failed;
        }
        return server;
    }

    /// @param open gets each socket and handle that is opened
    private UdpServer server(List<UdpSocket> open) throws NetException {
        List<List<UdpSocket>> bound = new ArrayList<>();
        for (UdpPlace place : places) {
            bound.add(place.bind(sockets, open));
        }
        Parker parker = Platform.current().parker();
        var counters = new HashMap<String, UdpCounters>();
        var cancelling = new AtomicBoolean();
        Optional<ReflectionGuard> guard = reflectionGuard
                ? Optional.of(new ReflectionGuard(bound.stream()
                        .map(sockets -> sockets.getFirst().localAddress())
                        .toList()))
                : Optional.empty();
        Optional<ResponseRateLimiter> limiter =
                maxRepliesPerPeer.map(perSecond -> new ResponseRateLimiter(perSecond, parker::now));
        List<Port> ports = new ArrayList<>();
        for (int i = 0; i < places.size(); i++) {
            UdpPlace place = places.get(i);
            UdpCounters counted = counters.computeIfAbsent(place.service(), _ -> new UdpCounters(parker::now));
            var filter = new ReplyFilter(place.service(), guard, limiter, counted);
            var service = new Service(place.service(), place.handler(), maxDatagram, filter, counted, cancelling);
            ports.add(port(service, bound.get(i), open));
        }
        return new UdpServer(ports, cancelling);
    }

    private Port port(Service service, List<UdpSocket> receiving, List<UdpSocket> open) throws NetException {
        List<UdpSocket> sending = new ArrayList<>();
        for (UdpSocket socket : receiving) {
            socket.setWriteTimeout(writeTimeout);
            receiveLocalAddresses(socket);
            UdpSocket clone = socket.tryClone();
            open.add(clone);
            sending.add(clone);
        }
        Optional<TaskHandling> tasks = tasking.map(
                bounds -> new TaskHandling(service, sending.getFirst(), bounds.maxWaiting(), bounds.policy()));
        List<Port.Channel> channels = new ArrayList<>();
        for (int i = 0; i < receiving.size(); i++) {
            Handling handling = tasks.isPresent() ? tasks.get() : new InlineHandling(service, sending.get(i), batch);
            var loop = new ReceiveLoop(service, receiving.get(i), handling, batch, acceptTruncated, proxies);
            channels.add(new Port.Channel(receiving.get(i), sending.get(i), new KernelDrops(sending.get(i)), loop));
        }
        return new Port(service, channels, tasks, tasking.map(Tasking::maxTasks).orElse(0));
    }

    /// A client of a server bound to the wildcard address expects the reply from the address that it asked. Where a
    /// socket cannot say that, the kernel chooses.
    private static void receiveLocalAddresses(UdpSocket socket) throws NetException {
        if (socket.localAddress().ip().isUnspecified()
                && Platform.current().capabilities().datagramDestination()) {
            socket.setReceiveLocalAddress(true);
        }
    }

    private static void closeLogging(UdpSocket socket) {
        try {
            socket.close();
        } catch (NetException e) {
            LOGGER.log(System.Logger.Level.DEBUG, "close failed", e);
        }
    }
}
