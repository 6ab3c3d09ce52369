package dev.minato.server;

import dev.minato.error.NetException;
import dev.minato.net.DatagramBatch;
import dev.minato.net.UdpSocket;
import dev.minato.proxy.ProxyCodec;

/// The receive loop of one UDP service: as many datagrams at once as there are, each handled, and the
/// replies sent.
///
/// It receives on a handle of its own, and sends on another: when that of the loop is closed, the loop
/// ends, and replies still leave.
final class ReceiveLoop {
    private final Service service;
    private final UdpSocket socket;
    private final Handling handling;
    private final DatagramBatch requests;
    private final boolean acceptTruncated;
    private final TrustedProxies proxies;
    private final TransientFailures failures;

    ReceiveLoop(
            Service service,
            UdpSocket socket,
            Handling handling,
            int batch,
            boolean acceptTruncated,
            TrustedProxies proxies) {
        this.service = service;
        this.socket = socket;
        this.handling = handling;
        this.requests = new DatagramBatch(batch, service.maxDatagram());
        this.acceptTruncated = acceptTruncated;
        this.proxies = proxies;
        this.failures = new TransientFailures(service.name() + ": cannot receive");
    }

    /// Runs until its handle is closed, an interrupt, or the deadline of the scope.
    void run() throws NetException, InterruptedException {
        boolean open = true;
        while (open) {
            open = receive() && flush();
        }
    }

    /// Handles the datagrams that are there; returns false if there will be no more.
    private boolean receive() throws NetException, InterruptedException {
        try {
            int count = socket.recvBatch(requests);
            failures.reset();
            service.counters().received(count);
            for (int place = 0; place < count; place++) {
                handle(place);
            }
            return true;
        } catch (NetException e) {
            return survives(e);
        }
    }

    private void handle(int place) throws NetException {
        if (requests.truncated(place) && !acceptTruncated) {
            service.counters().dropped(service.name(), DropReason.TRUNCATED);
        } else if (isProxyHeader(place)) {
            service.counters().dropped(service.name(), DropReason.PROXY_HEADER);
        } else {
            handling.take(requests, place);
        }
    }

    private boolean isProxyHeader(int place) {
        return !proxies.isEmpty()
                && ProxyCodec.isHeader(requests.buffer(place))
                && proxies.contains(requests.address(place).ip());
    }

    private boolean flush() throws NetException {
        try {
            handling.flush();
            return true;
        } catch (NetException e) {
            if (endsLoop(e)) {
                return false;
            }
            throw e;
        }
    }

    /// Returns false if the loop has to end. Some kernels report on a server's socket the ICMP error that
    /// an earlier reply caused.
    private boolean survives(NetException failure) throws NetException, InterruptedException {
        if (endsLoop(failure)) {
            return false;
        }
        switch (failure.kind()) {
            case CONNECTION_REFUSED, CONNECTION_RESET, HOST_UNREACHABLE, NETWORK_UNREACHABLE -> {}
            default -> failures.pause(failure);
        }
        return true;
    }

    /// Whether the server's end, and not the network, is what made a call fail.
    static boolean endsLoop(NetException failure) {
        return switch (failure.kind()) {
            case CLOSED, INTERRUPTED, DEADLINE_EXCEEDED -> true;
            default -> false;
        };
    }
}
