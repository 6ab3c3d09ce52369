package dev.minato.examples.names;

import dev.minato.address.SocketAddr;
import dev.minato.error.NetException;
import dev.minato.net.Resolver;
import dev.minato.net.Shutdown;
import dev.minato.net.TcpStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/// Says hello to a service by a name that no name server knows, and prints what it answers.
///
/// Start `EchoServer` first. A test does the same, to send what a program connects to by name to a server of
/// its own.
final class OwnNames {
    static void main(String[] args) throws NetException {
        SocketAddr server = SocketAddr.parse(args.length > 0 ? args[0] : "127.0.0.1:7878");
        IO.print(hello(Map.of("echo.internal", server)));
    }

    // @start region="with"
    static String hello(Map<String, SocketAddr> services) throws NetException {
        Resolver table = (host, port) -> {
            SocketAddr known = services.get(host);
            return known != null ? List.of(known) : Resolver.lookupHost(host, port); // the resolver around it
        };
        return Resolver.with(table, () -> exchange("echo.internal:7", "hello\n"));
    }
    // @end

    private static String exchange(String address, String message) throws NetException {
        try (var stream = TcpStream.connect(address)) {
            stream.writeAll(message.getBytes(StandardCharsets.UTF_8));
            stream.shutdown(Shutdown.WRITE);
            return new String(stream.readToEnd(1024), StandardCharsets.UTF_8);
        }
    }

    private OwnNames() {}
}
