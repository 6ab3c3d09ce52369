package dev.minato.examples.readiness;

import dev.minato.error.NetException;
import dev.minato.net.Readiness;
import dev.minato.net.ReadinessSet;
import dev.minato.net.Ready;
import dev.minato.net.TcpListener;
import dev.minato.net.TcpStream;
import java.nio.ByteBuffer;

/// An echo server in the old style: one thread, an event loop, and calls that never wait.
///
/// What a thread for each connection keeps on its stack, an event loop keeps in an object that the set hands
/// back: here, what was read and could not be written yet. As long as there is such, nothing more is read from
/// that connection, so a slow peer costs one buffer and no more.
///
/// The same in three lines, and with less to get wrong: `EchoServer`.
final class EventLoop {
    private final TcpListener listener;
    private final ReadinessSet<Member> set = new ReadinessSet<>();

    private sealed interface Member {}

    private record Door(TcpListener listener) implements Member {}

    private record Connection(TcpStream stream, ByteBuffer unwritten) implements Member {}

    EventLoop(TcpListener listener) {
        this.listener = listener;
    }

    static void main(String[] args) throws NetException {
        try (var listener = TcpListener.bind(args.length > 0 ? args[0] : "127.0.0.1:7878")) {
            new EventLoop(listener).run();
        }
    }

    // @start region="loop"
    void run() throws NetException {
        try (set) {
            set.add(Readiness.readable(listener), new Door(listener));
            while (listener.isOpen()) {
                for (Ready<Member> ready : set.await()) {
                    switch (ready.key()) {
                        case Door door -> accept(door.listener());
                        case Connection connection -> turn(connection, ready.readiness());
                    }
                }
            }
        }
    }

    private void accept(TcpListener listener) throws NetException {
        for (var accepted = listener.tryAccept(); accepted.isPresent(); accepted = listener.tryAccept()) {
            TcpStream stream = accepted.get();
            var nothing = ByteBuffer.allocate(8 * 1024).limit(0);
            set.add(Readiness.readable(stream), new Connection(stream, nothing));
        }
    }

    private void turn(Connection connection, Readiness ready) throws NetException {
        try {
            echo(connection, ready);
        } catch (NetException gone) {
            end(connection, ready);
        }
    }
    // @end

    private void echo(Connection connection, Readiness ready) throws NetException {
        TcpStream stream = connection.stream();
        ByteBuffer buffer = connection.unwritten();
        if (!buffer.hasRemaining()) {
            int count = stream.tryRead(buffer.clear());
            buffer.flip();
            if (count == -1) {
                end(connection, ready);
                return;
            }
        }
        stream.tryWrite(buffer);
        Readiness next = buffer.hasRemaining() ? Readiness.writable(stream) : Readiness.readable(stream);
        if (!next.equals(ready)) {
            set.remove(ready);
            set.add(next, connection);
        }
    }

    private void end(Connection connection, Readiness ready) throws NetException {
        set.remove(ready);
        connection.stream().close();
    }
}
