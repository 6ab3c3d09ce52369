package dev.minato.examples.udp;

import dev.minato.error.NetException;
import dev.minato.net.DatagramBatch;
import dev.minato.net.UdpSocket;
import dev.minato.platform.Platform;

/// Sends each datagram back to where it came from, as [BatchEcho] does, and those that came in a burst in one
/// piece.
///
/// A sender of much data ([BurstSend]) hands the kernel many datagrams of one length at once. A receiver that
/// lets it gets them so: one place of the batch then has several datagrams. They are never one to the network,
/// and to a receiver that does not ask for it.
///
/// Try it with `nc -u 127.0.0.1 9000`; what comes alone is a burst of one.
final class BurstEcho {
    static void main(String[] args) throws NetException {
        try (var socket = UdpSocket.bind(args.length > 0 ? args[0] : "127.0.0.1:9000")) {
            echo(socket);
        }
    }

    // @start region="echo"
    static void echo(UdpSocket socket) throws NetException {
        if (Platform.current().capabilities().receiveCoalescing()) {
            socket.setReceiveCoalescing(true);
        }
        var batch = new DatagramBatch(8, DatagramBatch.BURST_SIZE);
        while (true) {
            socket.recvBatch(batch);
            for (int place = 0; place < batch.count(); place++) {
                for (int i = 0; i < batch.segments(place); i++) {
                    IO.println(batch.segment(place, i).remaining() + " bytes from " + batch.address(place));
                }
            }
            while (batch.unsent() > 0) {
                try {
                    socket.sendBatch(batch);
                } catch (NetException e) {
                    System.err.println(e.getMessage());
                    batch.skip();
                }
            }
        }
    }
    // @end

    private BurstEcho() {}
}
