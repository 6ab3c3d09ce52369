package dev.minato.examples.udp;

import dev.minato.error.NetException;
import dev.minato.net.Received;
import dev.minato.net.UdpSocket;
import java.nio.ByteBuffer;

/// Sends each datagram back to where it came from.
///
/// There are no connections: one socket hears from everybody, and [Received] says who it was this time. A
/// datagram comes whole or not at all, at most 65,507 bytes, so with a buffer that large none is cut. One
/// thread serves all, with one buffer.
///
/// What cannot be sent is said and forgotten: one sender with an odd address must not end the service for all.
///
/// Try it:
///
/// ```
/// $ nc -u 127.0.0.1 9000
/// ```
final class UdpEcho {
    static void main(String[] args) throws NetException {
        try (var socket = UdpSocket.bind(args.length > 0 ? args[0] : "127.0.0.1:9000")) {
            echo(socket);
        }
    }

    // @start region="echo"
    static void echo(UdpSocket socket) throws NetException {
        var buffer = ByteBuffer.allocate(64 * 1024);
        var received = new Received();
        while (true) {
            socket.recvFrom(buffer.clear(), received);
            try {
                socket.sendTo(buffer.flip(), received.sender());
            } catch (NetException e) {
                System.err.println(e.getMessage());
            }
        }
    }
    // @end

    private UdpEcho() {}
}
