package dev.minato.bench.server;

import dev.minato.error.NetException;
import dev.minato.net.DatagramBatch;
import dev.minato.net.Received;
import dev.minato.net.UdpSocket;
import dev.minato.task.Tasks;
import java.nio.ByteBuffer;
import java.util.List;

/// A UDP socket of Minato, one task; with the argument `batch`, many datagrams a call, and with `segments`, many in
/// one piece.
final class MinatoUdp {
    private MinatoUdp() {}

    public static void main(String[] arguments) throws Exception {
        MinatoServer.checkPlatform();
        boolean bursts = List.of(arguments).contains("segments");
        boolean batches = bursts || List.of(arguments).contains("batch");
        try (var socket =
                UdpSocket.options().receiveBufferSize(JdkUdp.RECEIVE_BUFFER).bind("127.0.0.1:0")) {
            Control.ready(socket.localAddress().port());
            Tasks.spawn(() -> {
                        if (bursts) {
                            socket.setReceiveCoalescing(true);
                        }
                        if (batches) {
                            echoBatches(socket, bursts ? DatagramBatch.BURST_SIZE : 2048);
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

    private static void echoBatches(UdpSocket socket, int size) throws NetException {
        var batch = new DatagramBatch(32, size);
        while (true) {
            socket.recvBatch(batch);
            while (batch.unsent() > 0) {
                socket.sendBatch(batch);
            }
        }
    }
}
