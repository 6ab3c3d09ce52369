package dev.minato.services;

import dev.minato.address.SocketAddr;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.net.TcpListener;
import dev.minato.net.UdpSocket;
import dev.minato.platform.Platform;
import dev.minato.services.server.AcceptLoop;
import dev.minato.services.server.Closer;
import dev.minato.services.server.ConnectionObserver;
import dev.minato.services.server.Connections;
import dev.minato.services.server.ReceiveLoop;
import dev.minato.services.server.ReflectionGuard;
import dev.minato.services.server.ResponseRateLimiter;
import dev.minato.services.server.ServiceLoop;
import dev.minato.services.server.TcpService;
import dev.minato.services.server.UdpService;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/// The factory of one server's loops, and of its services: one instance per name, however many addresses it
/// has.
final class Binder {
    private static final System.Logger LOGGER = System.getLogger(Binder.class.getName());

    private final Limits limits;
    private final ConnectionLog log;
    private final InstantSource clock;
    private final Connections connections;
    private final ReflectionGuard guard = new ReflectionGuard();
    private final Map<String, TcpService> tcpServices = new HashMap<>();
    private final Map<String, UdpService> udpServices = new HashMap<>();

    Binder(Limits limits, ConnectionLog log, InstantSource clock, Connections connections) {
        this.limits = limits;
        this.log = log;
        this.clock = clock;
        this.connections = connections;
    }

    /// One service's part of a [ConnectionLog].
    private record Observer(String service, ConnectionLog log) implements ConnectionObserver {
        @Override
        public void opened(SocketAddr peer) {
            log.opened(service, peer);
        }

        @Override
        public void closed(SocketAddr peer, long bytesIn, long bytesOut, Duration duration, String reason) {
            log.closed(new ConnectionEnd(service, peer, bytesIn, bytesOut, duration, reason));
        }
    }

    ServiceLoop bind(Binding binding) throws NetException {
        try {
            checkService(binding);
            return switch (binding.protocol()) {
                case TCP -> bindTcp(binding);
                case UDP -> bindUdp(binding);
            };
        } catch (NetException e) {
            throw e.withOperation("serve " + binding.label()).withAddress(binding.address());
        }
    }

    private static void checkService(Binding binding) throws NetException {
        var service = Services.named(binding.service());
        if (service.isEmpty()) {
            throw invalid("unknown service; known are " + names());
        }
        if (service.get().port(binding.protocol()).isEmpty()) {
            throw invalid(binding.service() + " is not served over " + binding.protocol());
        }
    }

    private static String names() {
        return Services.all().stream().map(ServiceInfo::name).collect(Collectors.joining(", "));
    }

    private static NetException invalid(String detail) {
        return NetException.of(ErrorKind.INVALID_INPUT, "serve", detail);
    }

    private ServiceLoop bindTcp(Binding binding) throws NetException {
        String name = binding.service();
        var service = tcpServices.computeIfAbsent(name, _ -> Services.tcp(name, limits));
        var listener = TcpListener.bind(binding.address());
        return new AcceptLoop(name, service, listener, connections, new Observer(name, log));
    }

    private ServiceLoop bindUdp(Binding binding) throws NetException {
        String name = binding.service();
        var service = udpServices.computeIfAbsent(name, _ -> Services.udp(name, clock));
        var socket = UdpSocket.bind(binding.address());
        try {
            socket.setWriteTimeout(limits.writeTimeout());
            receiveLocalAddresses(socket);
        } catch (Throwable failed) {
            Closer.closeLogging(socket::close);
            throw failed;
        }
        guard.add(socket.localAddress());
        var limiter = new ResponseRateLimiter(
                name,
                limits.maxAnswers(),
                Platform.current().parker()::now,
                text -> LOGGER.log(System.Logger.Level.WARNING, text));
        return new ReceiveLoop(name, service, socket, guard, limiter);
    }

    /// A client of a service bound to the wildcard address expects the answer from the address that it asked.
    private static void receiveLocalAddresses(UdpSocket socket) throws NetException {
        if (!socket.localAddress().ip().isUnspecified()) {
            return;
        }
        try {
            socket.setReceiveLocalAddress(true);
        } catch (NetException e) {
            if (e.kind() != ErrorKind.UNSUPPORTED) {
                throw e;
            }
            // The kernel chooses the source address, then.
        }
    }
}
