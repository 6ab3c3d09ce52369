package dev.minato.bench.server;

import dev.minato.net.UdpSocket;
import dev.minato.server.UdpServer;
import java.time.Duration;

/// The UDP server of Minato's kit, with the handler in the receive loop, and a bound of replies that nobody
/// reaches; with batches as large as those of `MinatoUdp batch`.
final class MinatoUdpServer {
    private static final int BATCH = 32;
    private static final int DATAGRAM = 2048;

    private MinatoUdpServer() {}

    public static void main(String[] arguments) throws Exception {
        MinatoServer.checkPlatform();
        var socket =
                UdpSocket.options().receiveBufferSize(JdkUdp.RECEIVE_BUFFER).bind("127.0.0.1:0");
        try (var server = UdpServer.builder()
                .batch(BATCH)
                .maxDatagram(DATAGRAM)
                .maxRepliesPerPeer(Integer.MAX_VALUE)
                .listen("echo", socket, request -> request.reply(request.data()))
                .start()) {
            Control.ready(socket.localAddress().port());
            int _ = server.drainAtSignal(Duration.ZERO);
        }
    }
}
