package dev.minato.examples.udp;

import dev.minato.error.NetException;
import dev.minato.net.DatagramBatch;
import dev.minato.net.UdpSocket;

/// Sends each datagram back to where it came from, as [UdpEcho] does, but many at a time.
///
/// Where datagrams come faster than one by one, most of the cost is in the calls to the system. A batch takes
/// all that are there with one call, up to its capacity, and sends them with another: each still has its own
/// sender, which is where it goes back to. One that cannot be sent is said and skipped.
///
/// Try it with `nc -u 127.0.0.1 9000`; what comes alone is a batch of one.
final class BatchEcho {
    static void main(String[] args) throws NetException {
        try (var socket = UdpSocket.bind(args.length > 0 ? args[0] : "127.0.0.1:9000")) {
            echo(socket);
        }
    }

    // @start region="echo"
    static void echo(UdpSocket socket) throws NetException {
        var batch = new DatagramBatch(32, 2048);
        while (true) {
            socket.recvBatch(batch);
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

    private BatchEcho() {}
}
