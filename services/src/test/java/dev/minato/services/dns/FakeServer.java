package dev.minato.services.dns;

import dev.minato.address.SocketAddr;
import dev.minato.codec.LengthCodec;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.framed.Framed;
import dev.minato.net.ByteStream;
import dev.minato.net.Received;
import dev.minato.net.TcpListener;
import dev.minato.net.TcpStream;
import dev.minato.net.UdpSocket;
import dev.minato.task.TaskGroup;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// A name server on one port of the loopback, over UDP and TCP, that does what a test says.
final class FakeServer implements AutoCloseable {
    final BlockingQueue<FakeQuery> queries = new LinkedBlockingQueue<>();
    final AtomicInteger connections = new AtomicInteger();
    final UdpSocket udp;
    private final TcpListener tcp;
    private final Behaviour behaviour;
    private final Security security;
    private final TaskGroup tasks = TaskGroup.isolated();

    /// What it does with a query.
    interface Behaviour {
        void take(FakeQuery query) throws NetException;
    }

    /// What makes a connection a secure one.
    interface Security {
        ByteStream accept(TcpStream stream) throws NetException;
    }

    FakeServer(Behaviour behaviour) throws NetException {
        this(behaviour, stream -> stream);
    }

    FakeServer(Behaviour behaviour, Security security) throws NetException {
        this.behaviour = behaviour;
        this.security = security;
        Optional<TcpListener> listener = Optional.empty();
        UdpSocket socket = UdpSocket.bind("127.0.0.1:0");
        while (listener.isEmpty()) {
            listener = sameForTcp(socket.localAddress());
            if (listener.isEmpty()) {
                socket.close();
                socket = UdpSocket.bind("127.0.0.1:0");
            }
        }
        udp = socket;
        tcp = listener.get();
        tasks.spawn(this::serveUdp);
        tasks.spawn(this::serveTcp);
    }

    private static Optional<TcpListener> sameForTcp(SocketAddr address) throws NetException {
        try {
            return Optional.of(TcpListener.bind(address));
        } catch (NetException e) {
            if (e.kind() != ErrorKind.ADDRESS_IN_USE) {
                throw e;
            }
            return Optional.empty();
        }
    }

    SocketAddr address() {
        return udp.localAddress();
    }

    private void serveUdp() throws NetException {
        var buffer = ByteBuffer.allocate(65_535);
        var received = new Received();
        while (!closed()) {
            try {
                udp.recvFrom(buffer.clear(), received);
            } catch (NetException e) {
                // An asker that has left.
                if (e.kind() != ErrorKind.CONNECTION_REFUSED) {
                    return;
                }
                continue;
            }
            SocketAddr sender = received.sender();
            take(new FakeQuery(
                    bytes(buffer.flip()), sender, false, answer -> udp.sendTo(ByteBuffer.wrap(answer), sender)));
        }
    }

    private static boolean closed() {
        return Thread.currentThread().isInterrupted();
    }

    private void serveTcp() throws NetException {
        while (!closed()) {
            TcpStream stream = tcp.accept();
            connections.incrementAndGet();
            tasks.spawn(() -> serve(stream));
        }
    }

    private void serve(TcpStream stream) {
        try (ByteStream secured = security.accept(stream);
                var framed = new Framed<>(secured, LengthCodec.ofBytes(2).codec(65_537))) {
            for (var message = framed.read(); message.isPresent(); message = framed.read()) {
                take(new FakeQuery(bytes(message.get()), stream.peerAddress(), true, answer -> {
                    framed.write(ByteBuffer.wrap(answer));
                    framed.flush();
                }));
            }
        } catch (NetException e) {
            // The end of a connection is nothing that a test asks for.
            return;
        }
    }

    private void take(FakeQuery query) throws NetException {
        queries.add(query);
        behaviour.take(query);
    }

    private static byte[] bytes(ByteBuffer buffer) {
        var bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    /// The next query that came, for at most 20 s.
    FakeQuery next() throws InterruptedException {
        FakeQuery query = queries.poll(20, TimeUnit.SECONDS);
        if (query == null) {
            throw new AssertionError("no query came");
        }
        return query;
    }

    @Override
    public void close() throws NetException {
        udp.close();
        tcp.close();
        tasks.close();
    }
}
