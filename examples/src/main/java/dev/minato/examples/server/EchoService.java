package dev.minato.examples.server;

import dev.minato.error.NetException;
import dev.minato.net.ByteStream;
import dev.minato.server.Connection;
import dev.minato.server.TcpServer;
import java.nio.ByteBuffer;
import java.time.Duration;

/// An echo of bytes on the server kit: the handler is the loop of `EchoServer`, and the kit has the limits.
///
/// ```
/// $ examples/run EchoService &
/// $ echo hello | nc -N 127.0.0.1 7878
/// ```
final class EchoService {
    static void main(String[] args) throws Exception {
        try (var server = start(args.length > 0 ? args[0] : "127.0.0.1:7878")) {
            IO.println("listening at " + server.localAddresses().getFirst());
            IO.println("drained: " + server.drainAtSignal(Duration.ofSeconds(5)));
        }
    }

    static TcpServer start(String address) throws NetException {
        return TcpServer.builder().listen(address, EchoService::echo).start();
    }

    // @start region="handler"
    static void echo(Connection connection) throws NetException {
        ByteStream stream = connection.stream();
        var buffer = ByteBuffer.allocate(8 * 1024);
        while (connection.awaitInput() && stream.read(buffer.clear()) != -1) {
            stream.writeAll(buffer.flip());
        }
    }
    // @end

    private EchoService() {}
}
