package dev.minato.services;

import dev.minato.address.SocketAddr;
import dev.minato.error.NetException;
import dev.minato.net.Received;
import dev.minato.net.UdpSocket;
import java.nio.ByteBuffer;

/// The loop of a UDP service: one datagram after the other, with the same two buffers.
final class UdpLoop implements Loop {
    private static final System.Logger LOGGER = System.getLogger(UdpLoop.class.getName());
    private static final int LARGEST_DATAGRAM = 65_535;

    private final String name;
    private final UdpService service;
    private final UdpSocket socket;
    private final OwnAddresses own;
    private final AnswerLimit limit;
    private final ByteBuffer request = ByteBuffer.allocateDirect(LARGEST_DATAGRAM);
    private final ByteBuffer reply = ByteBuffer.allocateDirect(LARGEST_DATAGRAM);
    private final Received received = new Received();
    private final BackOff backOff;

    UdpLoop(String name, UdpService service, UdpSocket socket, OwnAddresses own, AnswerLimit limit) {
        this.name = name;
        this.service = service;
        this.socket = socket;
        this.own = own;
        this.limit = limit;
        this.backOff = new BackOff(name + ": receiving");
    }

    @Override
    public Listening listening() {
        return new Listening(name, Protocol.UDP, socket.localAddress());
    }

    @Override
    public void run() throws NetException, InterruptedException {
        boolean goesOn = true;
        while (goesOn) {
            goesOn = receive();
        }
    }

    /// One datagram; false if there will be no more.
    private boolean receive() throws NetException, InterruptedException {
        try {
            socket.recvFrom(request.clear(), received);
            backOff.reset();
        } catch (NetException e) {
            return survives(e);
        }
        try {
            answer();
        } catch (NetException e) {
            // An answer may always be lost; this one was lost early.
            LOGGER.log(System.Logger.Level.DEBUG, "no answer", e);
        }
        return true;
    }

    private void answer() throws NetException {
        SocketAddr sender = received.sender();
        if (own.mayAnswer(sender) && service.answer(request.flip(), received, reply.clear()) && limit.allows(sender)) {
            SocketAddr from = received.localAddress().orElse(socket.localAddress());
            socket.sendTo(reply.flip(), sender, from);
        }
    }

    @Override
    public long unanswered() {
        return limit.unanswered();
    }

    /// Some systems report on a server's socket what became of an answer to somebody who has gone.
    private boolean survives(NetException failure) throws NetException, InterruptedException {
        return switch (failure.kind()) {
            case CLOSED, INTERRUPTED -> false;
            case CONNECTION_REFUSED, CONNECTION_RESET, HOST_UNREACHABLE, NETWORK_UNREACHABLE -> true;
            default -> {
                backOff.pause(failure);
                yield true;
            }
        };
    }

    @Override
    public void close() {
        Closing.of(socket::close);
    }
}
