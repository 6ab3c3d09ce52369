package dev.minato.examples.tls;

import dev.minato.error.NetException;
import dev.minato.net.ByteStream;
import dev.minato.net.Shutdown;
import dev.minato.net.TcpListener;
import dev.minato.server.Connection;
import dev.minato.server.ConnectionHandler;
import dev.minato.server.TcpServer;
import dev.minato.task.Tasks;
import dev.minato.tls.TlsAcceptor;
import dev.minato.tls.TlsConnector;
import dev.minato.tls.TlsIdentity;
import dev.minato.tls.TlsStream;
import dev.minato.tls.TlsTrust;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/// An echo of bytes over TLS: on the server kit, with a listener, and its client.
///
/// ```
/// $ examples/run TlsEcho cert.pem key.pem &
/// $ openssl s_client -connect localhost:7843 -CAfile cert.pem -quiet
/// ```
final class TlsEcho {
    static void main(String[] args) throws Exception {
        var identity = TlsIdentity.ofPem(Path.of(args[0]), Path.of(args[1]));
        try (var server = start(args.length > 2 ? args[2] : "127.0.0.1:7843", identity)) {
            IO.println("listening at " + server.localAddresses().getFirst());
            IO.println("drained: " + server.drainAtSignal(Duration.ofSeconds(5)));
        }
    }

    static TcpServer start(String address, TlsIdentity identity) throws NetException {
        // @start region="serve"
        TlsAcceptor acceptor = TlsAcceptor.of(identity);
        return TcpServer.builder()
                .listen(address, ConnectionHandler.overTls(acceptor, TlsEcho::echo))
                .start();
        // @end
    }

    static void echo(Connection connection) throws NetException {
        echo(connection.stream());
    }

    private static void echo(ByteStream stream) throws NetException {
        var buffer = ByteBuffer.allocate(8 * 1024);
        while (stream.read(buffer.clear()) != -1) {
            stream.writeAll(buffer.flip());
        }
    }

    // @start region="accept"
    static void serve(TcpListener listener, TlsAcceptor acceptor) throws NetException {
        for (var stream : listener.incoming()) {
            Tasks.spawn(() -> {
                try (stream;
                        TlsStream encrypted = acceptor.accept(stream)) {
                    echo(encrypted);
                }
                return null;
            });
        }
    }
    // @end

    static String ask(String hostAndPort, Path authority, String question) throws NetException {
        // @start region="connect"
        TlsConnector connector =
                TlsConnector.builder().trust(TlsTrust.ofPem(authority)).build();
        try (TlsStream stream = connector.connect(hostAndPort)) {
            stream.writeAll(question.getBytes(StandardCharsets.UTF_8));
            stream.shutdown(Shutdown.WRITE);
            return stream.readToString(1024);
        }
        // @end
    }

    private TlsEcho() {}
}
