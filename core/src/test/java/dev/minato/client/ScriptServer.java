package dev.minato.client;

import dev.minato.address.SocketAddr;
import dev.minato.codec.LineCodec;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.framed.Framed;
import dev.minato.net.TcpListener;
import dev.minato.net.TcpStream;
import dev.minato.task.TaskGroup;
import java.util.concurrent.atomic.AtomicInteger;

/// A server of lines that does with each connection what a test says, and closes it when that returns.
final class ScriptServer implements AutoCloseable {
    /// What is done with a connection.
    interface Script {
        /// @param number of the connection, from 1
        void serve(int number, TcpStream stream, Framed<String, String> lines) throws Exception;
    }

    private final TcpListener listener;
    private final Script script;
    private final AtomicInteger accepted = new AtomicInteger();
    private final AtomicInteger open = new AtomicInteger();
    private final TaskGroup connections = TaskGroup.isolated();

    ScriptServer(Script script) throws NetException {
        this(SocketAddr.parse("127.0.0.1:0"), script);
    }

    ScriptServer(SocketAddr address, Script script) throws NetException {
        this.listener = TcpListener.bind(address);
        this.script = script;
        connections.spawn("script-server", this::accept);
    }

    /// Answers each line with itself.
    static Script echo() {
        return (_, _, lines) -> {
            for (var line = lines.read(); line.isPresent(); line = lines.read()) {
                lines.write(line.get());
            }
        };
    }

    private void accept() throws NetException {
        try {
            for (; ; ) {
                TcpStream stream = listener.accept();
                int number = accepted.incrementAndGet();
                open.incrementAndGet();
                connections.spawn("script", () -> serve(number, stream));
            }
        } catch (NetException e) {
            if (e.kind() != ErrorKind.CLOSED && e.kind() != ErrorKind.INTERRUPTED) {
                throw e;
            }
        }
    }

    private void serve(int number, TcpStream stream) throws Exception {
        try (stream) {
            script.serve(number, stream, new Framed<>(stream, LineCodec.utf8(1000)));
        } catch (NetException _) {
            // The client has gone, or the test is over.
        } finally {
            open.decrementAndGet();
        }
    }

    SocketAddr address() {
        return listener.localAddress();
    }

    int accepted() {
        return accepted.get();
    }

    int open() {
        return open.get();
    }

    @Override
    public void close() throws NetException {
        try (listener) {
            connections.close();
        }
    }
}
