package dev.minato.services.server;

import dev.minato.address.SocketAddr;
import dev.minato.error.NetException;
import dev.minato.net.Received;
import dev.minato.net.UdpSocket;
import java.nio.ByteBuffer;

/// The receive loop of a UDP service: one datagram after the other, with the same two buffers.
public final class ReceiveLoop implements ServiceLoop {
    private static final System.Logger LOGGER = System.getLogger(ReceiveLoop.class.getName());
    private static final int MAX_DATAGRAM = 65_535;

    private final UdpService service;
    private final UdpSocket socket;
    private final ReflectionGuard guard;
    private final ResponseRateLimiter limiter;
    private final ByteBuffer request = ByteBuffer.allocateDirect(MAX_DATAGRAM);
    private final ByteBuffer reply = ByteBuffer.allocateDirect(MAX_DATAGRAM);
    private final Received received = new Received();
    private final TransientFailures failures;

    /// A loop over a bound socket, which it closes.
    ///
    /// @param name the service, for the log
    public ReceiveLoop(
            String name, UdpService service, UdpSocket socket, ReflectionGuard guard, ResponseRateLimiter limiter) {
        this.service = service;
        this.socket = socket;
        this.guard = guard;
        this.limiter = limiter;
        this.failures = new TransientFailures(name + ": cannot receive");
    }

    @Override
    public SocketAddr localAddress() {
        return socket.localAddress();
    }

    @Override
    public void run() throws NetException, InterruptedException {
        boolean open = true;
        while (open) {
            open = receive();
        }
    }

    /// Handles one datagram; returns false if there will be no more.
    private boolean receive() throws NetException, InterruptedException {
        try {
            socket.recvFrom(request.clear(), received);
            failures.reset();
        } catch (NetException e) {
            return survives(e);
        }
        try {
            answer();
        } catch (NetException e) {
            // UDP may lose any answer; this one was lost early.
            LOGGER.log(System.Logger.Level.DEBUG, "answer dropped", e);
        }
        return true;
    }

    private void answer() throws NetException {
        SocketAddr sender = received.sender();
        if (guard.mayAnswer(sender)
                && service.answer(request.flip(), received, reply.clear())
                && limiter.allows(sender)) {
            SocketAddr from = received.localAddress().orElse(socket.localAddress());
            socket.sendTo(reply.flip(), sender, from);
        }
    }

    @Override
    public long unanswered() {
        return limiter.unanswered();
    }

    /// Returns false if the loop has to end. Some kernels report on a server's socket the ICMP error that an
    /// earlier answer caused.
    private boolean survives(NetException failure) throws NetException, InterruptedException {
        switch (failure.kind()) {
            case CLOSED, INTERRUPTED, DEADLINE_EXCEEDED -> {
                return false;
            }
            case CONNECTION_REFUSED, CONNECTION_RESET, HOST_UNREACHABLE, NETWORK_UNREACHABLE -> {}
            default -> failures.pause(failure);
        }
        return true;
    }

    @Override
    public void close() {
        Closer.closeLogging(socket::close);
    }
}
