package dev.minato.services;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.net.TcpListener;
import dev.minato.net.UdpSocket;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/// Makes the loops of one harbour, and its services: one of each name, however many addresses it has.
final class Binder {
    private static final System.Logger LOGGER = System.getLogger(Binder.class.getName());

    private final Limits limits;
    private final InstantSource clock;
    private final Connections connections;
    private final OwnAddresses own = new OwnAddresses();
    private final Map<String, TcpService> tcpServices = new HashMap<>();
    private final Map<String, UdpService> udpServices = new HashMap<>();

    Binder(Limits limits, InstantSource clock, Connections connections) {
        this.limits = limits;
        this.clock = clock;
        this.connections = connections;
    }

    Loop bind(Berth berth) throws NetException {
        try {
            checkService(berth);
            return switch (berth.protocol()) {
                case TCP -> bindTcp(berth);
                case UDP -> bindUdp(berth);
            };
        } catch (NetException e) {
            throw e.withOperation("serve " + berth.label()).withAddress(berth.address());
        }
    }

    private static void checkService(Berth berth) throws NetException {
        var service = Services.named(berth.service());
        if (service.isEmpty()) {
            throw invalid("no such service; there are " + names());
        }
        if (service.get().port(berth.protocol()).isEmpty()) {
            throw invalid(berth.service() + " is not served over " + berth.protocol());
        }
    }

    private static String names() {
        return Services.all().stream().map(ServiceInfo::name).collect(Collectors.joining(", "));
    }

    private static NetException invalid(String detail) {
        return NetException.of(ErrorKind.INVALID_INPUT, "serve", detail);
    }

    private Loop bindTcp(Berth berth) throws NetException {
        var service = tcpServices.computeIfAbsent(berth.service(), name -> Services.tcp(name, limits));
        return new TcpLoop(berth.service(), service, TcpListener.bind(berth.address()), connections);
    }

    private Loop bindUdp(Berth berth) throws NetException {
        var service = udpServices.computeIfAbsent(berth.service(), name -> Services.udp(name, clock));
        var socket = UdpSocket.bind(berth.address());
        try {
            socket.setWriteTimeout(limits.writeTimeout());
            askForLocalAddresses(socket);
        } catch (Throwable failed) {
            Closing.of(socket::close);
            throw failed;
        }
        own.add(socket.localAddress());
        var limit = new AnswerLimit(
                berth.service(),
                limits.maxAnswers(),
                System::nanoTime,
                text -> LOGGER.log(System.Logger.Level.WARNING, text));
        return new UdpLoop(berth.service(), service, socket, own, limit);
    }

    /// Who asked a service that is bound to all addresses expects the answer from the one that he asked.
    private static void askForLocalAddresses(UdpSocket socket) throws NetException {
        if (!socket.localAddress().ip().isUnspecified()) {
            return;
        }
        try {
            socket.setReceiveLocalAddress(true);
        } catch (NetException e) {
            if (e.kind() != ErrorKind.UNSUPPORTED) {
                throw e;
            }
            // The system chooses, then.
        }
    }
}
