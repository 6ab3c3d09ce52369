package dev.minato.examples.server;

import dev.minato.codec.LineCodec;
import dev.minato.error.NetException;
import dev.minato.server.ConnectionHandler;
import dev.minato.server.TcpServer;
import java.time.Duration;
import java.util.Locale;

/// Lines in upper case, from a server with limits that ends well.
///
/// A thousand connections at most, twenty from one address; a line takes a second at most, a silent client has
/// half a minute. On Ctrl-C and SIGTERM it stops listening, answers what it was asked, and says how that went.
///
/// ```
/// $ examples/run ShoutingService &
/// $ echo hello | nc -N 127.0.0.1 7878
/// HELLO
/// ```
final class ShoutingService {
    // @start region="serve"
    static void main(String[] args) throws Exception {
        try (var server = start(args.length > 0 ? args[0] : "127.0.0.1:7878")) {
            IO.println("listening at " + server.localAddresses().getFirst());
            IO.println("drained: " + server.drainAtSignal(Duration.ofSeconds(5)));
        }
    }

    static TcpServer start(String address) throws NetException {
        return TcpServer.builder()
                .listen(
                        address,
                        ConnectionHandler.ofRequests(
                                () -> LineCodec.utf8(1000),
                                (line, session) -> session.write(line.toUpperCase(Locale.ROOT))))
                .maxConnections(1000)
                .maxConnectionsPerAddress(20)
                .requestTimeout(Duration.ofSeconds(1))
                .idleTimeout(Duration.ofSeconds(30))
                .start();
    }
    // @end

    private ShoutingService() {}
}
