package dev.minato.examples.readiness;

import dev.minato.error.NetException;
import dev.minato.net.Pollable;
import dev.minato.net.Readiness;
import dev.minato.net.ReadinessSet;
import dev.minato.net.TcpListener;
import dev.minato.net.TcpStream;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// An echo server in the old style: one thread, an event loop, and calls that never wait.
///
/// What a thread for each connection keeps on its stack, an event loop keeps in a map: here, what was read and
/// could not be written back yet. As long as there is such, nothing more is read from that connection, so a
/// slow peer costs one buffer and no more.
///
/// The same in three lines, and with less to get wrong: `EchoServer`.
final class EventLoop {
    private final TcpListener listener;
    private final ReadinessSet set = new ReadinessSet();
    private final Map<Pollable, ByteBuffer> unwritten = new HashMap<>();

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
            set.add(Readiness.readable(listener));
            while (listener.isOpen()) {
                for (Readiness ready : set.await()) {
                    if (ready.socket() instanceof TcpStream stream) {
                        turn(ready, stream);
                    } else {
                        accept();
                    }
                }
            }
        }
    }

    private void accept() throws NetException {
        for (var accepted = listener.tryAccept(); accepted.isPresent(); accepted = listener.tryAccept()) {
            set.add(Readiness.readable(accepted.get()));
        }
    }

    private void turn(Readiness ready, TcpStream stream) throws NetException {
        try {
            echo(ready, stream);
        } catch (NetException gone) {
            end(ready, stream);
        }
    }
    // @end

    private void echo(Readiness ready, TcpStream stream) throws NetException {
        ByteBuffer buffer = Optional.ofNullable(unwritten.remove(stream))
                .orElseGet(() -> ByteBuffer.allocate(8 * 1024).limit(0));
        if (!buffer.hasRemaining()) {
            int count = stream.tryRead(buffer.clear());
            buffer.flip();
            if (count == -1) {
                end(ready, stream);
                return;
            }
        }
        stream.tryWrite(buffer);
        waitFor(buffer.hasRemaining() ? Readiness.writable(stream) : Readiness.readable(stream), ready);
        if (buffer.hasRemaining()) {
            unwritten.put(stream, buffer);
        }
    }

    private void waitFor(Readiness next, Readiness before) throws NetException {
        if (!next.equals(before)) {
            set.remove(before);
            set.add(next);
        }
    }

    private void end(Readiness ready, TcpStream stream) throws NetException {
        set.remove(ready);
        unwritten.remove(stream);
        stream.close();
    }
}
