package dev.minato.examples.io;

import dev.minato.error.NetException;
import dev.minato.io.Copy;
import dev.minato.io.CopyOptions;
import dev.minato.net.TcpListener;
import dev.minato.net.TcpStream;
import dev.minato.task.Permits;
import dev.minato.task.Tasks;
import java.time.Duration;

/// Passes each connection on to another server, so many at once, and gives up on those that have been silent
/// for a minute.
///
/// Where both are sockets of the kernel and much comes at once, its bytes never come into the program
/// (`splice`).
///
/// Each direction ends by itself: a client that has said all still gets its answer. When one side fails, the
/// block closes both.
///
/// Try it with the echo server behind it:
///
/// ```
/// $ examples/run EchoServer
/// $ examples/run TcpProxy
/// $ echo hello | nc -N 127.0.0.1 7871
/// ```
///
/// Arguments: where to listen, and where to pass on to.
final class TcpProxy {
    private static final int MAX_CONNECTIONS = 1_000;
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    static void main(String[] args) throws Exception {
        String target = args.length > 1 ? args[1] : "127.0.0.1:7878";
        try (var listener = TcpListener.bind(args.length > 0 ? args[0] : "127.0.0.1:7871")) {
            serve(listener, target, Duration.ofMinutes(1));
        }
    }

    static void serve(TcpListener listener, String target, Duration idle) throws Exception {
        var permits = new Permits(MAX_CONNECTIONS);
        permits.acquire();
        for (TcpStream client : listener.incoming()) {
            Tasks.spawn(() -> {
                try {
                    relay(client, target, idle);
                } finally {
                    permits.release();
                }
            });
            permits.acquire();
        }
    }

    static void relay(TcpStream client, String target, Duration idle) throws NetException {
        // @start region="relay"
        try (client;
                var server = TcpStream.connect(target, CONNECT_TIMEOUT)) {
            client.setNoDelay(true);
            server.setNoDelay(true);
            var options = CopyOptions.DEFAULT.withIdleTimeout(idle);
            var copied = Copy.copyBidirectional(client, server, options);
            log(client.peerAddress() + ": " + copied.toSecond() + " bytes there, " + copied.toFirst() + " back");
        }
        // @end
    }

    private static void log(String line) {
        System.getLogger(TcpProxy.class.getName()).log(System.Logger.Level.INFO, line);
    }

    private TcpProxy() {}
}
