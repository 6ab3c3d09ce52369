package dev.minato.examples.server;

import dev.minato.address.IpNetwork;
import dev.minato.address.SocketAddr;
import dev.minato.codec.LineCodec;
import dev.minato.error.NetException;
import dev.minato.framed.Framed;
import dev.minato.net.TcpStream;
import dev.minato.proxy.ProxyCodec;
import dev.minato.proxy.ProxyHeader;
import dev.minato.proxy.ProxySsl;
import dev.minato.proxy.ProxyTlv;
import dev.minato.server.Connection;
import dev.minato.server.ConnectionHandler;
import dev.minato.server.TcpServer;
import dev.minato.server.TrustedProxies;
import java.time.Duration;
import java.util.List;

/// A server behind a load balancer, which tells each client who it is.
///
/// ```
/// $ examples/run BehindProxy &
/// $ printf 'PROXY TCP4 192.0.2.1 198.51.100.1 50000 443\r\nwho\n' | nc -N 127.0.0.1 7878
/// you are 192.0.2.1
/// ```
final class BehindProxy {
    static void main(String[] args) throws Exception {
        try (var server = start(args.length > 0 ? args[0] : "127.0.0.1:7878")) {
            IO.println("listening at " + server.localAddresses().getFirst());
            IO.println("drained: " + server.drainAtSignal(Duration.ofSeconds(5)));
        }
    }

    // @start region="serve"
    static TcpServer start(String address) throws NetException {
        return TcpServer.builder()
                .listen(
                        address,
                        ConnectionHandler.ofRequests(
                                () -> LineCodec.utf8(1000),
                                (_, session) -> session.write("you are " + describe(session.connection()))))
                .proxyProtocol(TrustedProxies.of(IpNetwork.parse("127.0.0.0/8"), IpNetwork.parse("::1")))
                .deny(List.of(IpNetwork.parse("203.0.113.0/24")))
                .maxConnectionsPerAddress(20)
                .start();
    }

    private static String describe(Connection connection) {
        var name = connection
                .proxyHeader()
                .flatMap(ProxyHeader::ssl)
                .filter(ProxySsl::isVerified)
                .flatMap(ProxySsl::commonName);
        var address = connection.peerAddress().map(peer -> peer.ip().toString());
        return name.or(() -> address).orElse("unknown");
    }
    // @end

    // @start region="write"
    static String askFor(SocketAddr client, SocketAddr server) throws NetException {
        try (var stream = TcpStream.connect(server)) {
            var header = ProxyHeader.v2(client, server, ProxyTlv.authority("chat.example"), ProxyTlv.crc32c());
            var proxy = new Framed<>(stream, new ProxyCodec());
            proxy.write(header);
            var lines = proxy.switchTo(LineCodec.utf8(1000));
            lines.write("who");
            lines.flush();
            return lines.read().orElse("");
        }
    }
    // @end

    private BehindProxy() {}
}
