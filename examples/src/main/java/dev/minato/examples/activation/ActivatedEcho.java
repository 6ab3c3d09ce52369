package dev.minato.examples.activation;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.minato.activation.InheritedSockets;
import dev.minato.activation.ServiceManager;
import dev.minato.error.NetException;
import dev.minato.net.InheritedSocket;
import dev.minato.net.TcpListener;
import dev.minato.net.TcpStream;
import dev.minato.server.Connection;
import dev.minato.server.TcpServer;
import dev.minato.server.TcpServerBuilder;
import dev.minato.task.Signal;
import dev.minato.task.Signals;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;

/// An echo service that a service manager starts: on the sockets that it hands in, or, where there are none, on one
/// of its own; it says when it is ready, and begins to stop.
///
/// Try it, and connect; the first connection starts it:
///
/// ```
/// $ systemd-socket-activate -l 127.0.0.1:7878 --fdname=echo java … dev.minato.examples.activation.ActivatedEcho
/// $ nc 127.0.0.1 7878
/// ```
final class ActivatedEcho {
    // @start region="notify"
    static void main(String[] args) throws Exception {
        try (var manager = ServiceManager.current();
                var signals = Signals.of(Signal.HUP, Signal.INT, Signal.TERM);
                var server = start(args.length > 0 ? args[0] : "127.0.0.1:7878")) {
            IO.println("listening at " + server.localAddresses());
            manager.ready();
            manager.startWatchdog();
            while (signals.await() == Signal.HUP) {
                manager.reloading();
                // read certificates and lists of networks again
                manager.ready();
            }
            manager.stopping();
            IO.println(server.drain(Duration.ofSeconds(5)));
        }
    }
    // @end

    // @start region="activated"
    static TcpServer start(String otherwise) throws NetException {
        TcpServerBuilder server = TcpServer.builder();
        try (var inherited = InheritedSockets.take()) {
            List<TcpListener> listeners = inherited.tcpListeners("echo");
            for (TcpListener listener : listeners) {
                server.listen("echo", listener, ActivatedEcho::echo);
            }
            if (listeners.isEmpty()) {
                server.listen(otherwise, ActivatedEcho::echo);
            }
        } // what was handed in and nobody took is reported, and closed
        return server.start();
    }
    // @end

    // @start region="descriptor"
    /// For a parent that passes the number of a descriptor, as in `--fd 3`.
    static TcpListener listenerOf(int fd) throws NetException {
        return InheritedSocket.adopt(fd, "echo").takeTcpListener();
    }

    /// For inetd: descriptor 0 is the connection.
    static void serveStandardInput() throws IOException {
        try (TcpStream stream = InheritedSocket.adopt(0).takeTcpStream()) {
            stream.writeAll("hello\n".getBytes(UTF_8));
        }
    }
    // @end

    static void echo(Connection connection) throws NetException {
        var buffer = ByteBuffer.allocate(8 * 1024);
        while (connection.stream().read(buffer.clear()) != -1) {
            connection.stream().writeAll(buffer.flip());
        }
    }

    private ActivatedEcho() {}
}
