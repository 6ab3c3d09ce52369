package dev.minato.bench.server;

import dev.minato.error.NetException;
import dev.minato.net.DatagramBatch;
import dev.minato.net.Received;
import dev.minato.net.UdpSocket;
import dev.minato.task.Tasks;
import java.nio.ByteBuffer;
import java.util.List;

/// A UDP socket of Minato, one task; with the argument `batch`, many datagrams a call.
final class MinatoUdp {
    private MinatoUdp() {}

    public static void main(String[] arguments) throws Exception {
        MinatoServer.checkPlatform();
        boolean batches = List.of(arguments).contains("batch");
        try (var socket =
                UdpSocket.options().receiveBufferSize(JdkUdp.RECEIVE_BUFFER).bind("127.0.0.1:0")) {
            Control.ready(socket.localAddress().port());
            Tasks.spawn(() -> {
                        if (batches) {
                            echoBatches(socket);
                        } else {
                            echo(socket);
                        }
                    })
                    .join();
        }
    }

    private static void echo(UdpSocket socket) throws NetException {
        var buffer = ByteBuffer.allocateDirect(64 * 1024);
        var received = new Received();
        while (true) {
            socket.recvFrom(buffer.clear(), received);
            socket.sendTo(buffer.flip(), received.sender());
        }
    }

    private static void echoBatches(UdpSocket socket) throws NetException {
        var batch = new DatagramBatch(32, 2048);
        while (true) {
            socket.recvBatch(batch);
            while (batch.unsent() > 0) {
                socket.sendBatch(batch);
            }
        }
    }
}
