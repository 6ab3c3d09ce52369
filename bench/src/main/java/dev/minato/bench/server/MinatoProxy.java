package dev.minato.bench.server;

import dev.minato.address.SocketAddr;
import dev.minato.error.NetException;
import dev.minato.io.Copy;
import dev.minato.net.TcpStream;

/// A TCP proxy on streams of Minato: `MinatoProxy PORT_BEHIND`.
final class MinatoProxy {
    private MinatoProxy() {}

    public static void main(String[] arguments) throws Exception {
        SocketAddr behind = SocketAddr.parse("127.0.0.1:" + arguments[0]);
        MinatoServer.tcp(stream -> relay(stream, behind));
    }

    private static void relay(TcpStream client, SocketAddr behind) throws NetException {
        try (var server = TcpStream.connect(behind)) {
            server.setNoDelay(true);
            Copy.copyBidirectional(client, server);
        }
    }
}
