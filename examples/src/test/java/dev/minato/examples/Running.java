package dev.minato.examples;

import dev.minato.address.SocketAddr;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.net.TcpListener;
import dev.minato.net.UdpSocket;
import dev.minato.task.Action;
import dev.minato.task.Task;
import dev.minato.task.Tasks;
import java.time.Duration;

/// A server of an example that runs on a port of its own until it is closed.
///
/// Closing it closes the socket, which must end the server, without a failure other than `CLOSED`.
public final class Running implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final SocketAddr address;
    private final AutoCloseable socket;
    private final Task<?> server;

    /// A server on a listener.
    @FunctionalInterface
    public interface OfTcp {
        /// Serves until the listener is closed.
        void serve(TcpListener listener) throws Exception;
    }

    /// A server on a UDP socket.
    @FunctionalInterface
    public interface OfUdp {
        /// Serves until the socket is closed.
        void serve(UdpSocket socket) throws Exception;
    }

    private Running(SocketAddr address, AutoCloseable socket, Task<?> server) {
        this.address = address;
        this.socket = socket;
        this.server = server;
    }

    /// Starts a TCP server.
    public static Running tcp(OfTcp body) throws NetException {
        var listener = TcpListener.bind("127.0.0.1:0");
        return of(listener, () -> body.serve(listener));
    }

    /// Starts a TCP server on a listener that it closes in the end.
    public static Running of(TcpListener listener, Action body) {
        return new Running(listener.localAddress(), listener, Tasks.spawn(body));
    }

    /// Starts a UDP server.
    public static Running udp(OfUdp body) throws NetException {
        return udp("127.0.0.1:0", body);
    }

    /// Starts a UDP server on an address.
    public static Running udp(String address, OfUdp body) throws NetException {
        var socket = UdpSocket.bind(address);
        return new Running(socket.localAddress(), socket, Tasks.spawn(() -> body.serve(socket)));
    }

    /// Where it listens.
    public SocketAddr address() {
        return address;
    }

    /// Closes the socket and lets the server run on.
    public void stop() throws Exception {
        socket.close();
    }

    /// Waits for the server to end.
    public void join() throws Exception {
        server.join(PATIENCE);
    }

    @Override
    public void close() {
        try {
            stop();
            join();
        } catch (Exception e) {
            if (!(e.getCause() instanceof NetException failure) || failure.kind() != ErrorKind.CLOSED) {
                throw new AssertionError("the server did not end well", e);
            }
        }
    }
}
