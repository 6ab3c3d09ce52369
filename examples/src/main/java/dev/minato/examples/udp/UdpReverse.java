package dev.minato.examples.udp;

import dev.minato.error.NetException;
import dev.minato.net.Received;
import dev.minato.net.UdpSocket;
import java.nio.ByteBuffer;

/// Sends the first ten bytes of each datagram back in reverse order, and tells what it cut.
///
/// The buffer is small on purpose. A datagram that is longer than the buffer is cut, and the rest is gone: the
/// next receive gets the next datagram, not the rest of this one. [Received] says so; most other libraries keep
/// quiet about it.
///
/// Try it:
///
/// ```
/// $ printf hello | nc -u -w1 127.0.0.1 34254
/// olleh
/// $ printf 'hello, world' | nc -u -w1 127.0.0.1 34254
/// row ,olleh
/// ```
///
/// For the second, the server prints `10 of 12 bytes from 127.0.0.1:…`.
final class UdpReverse {
    private static final int ROOM = 10;

    static void main(String[] args) throws NetException {
        try (var socket = UdpSocket.bind(args.length > 0 ? args[0] : "127.0.0.1:34254")) {
            serve(socket);
        }
    }

    // @start region="truncated"
    static void serve(UdpSocket socket) throws NetException {
        var buffer = ByteBuffer.allocate(ROOM);
        var received = new Received();
        while (true) {
            socket.recvFrom(buffer.clear(), received);
            if (received.truncated()) {
                IO.println(received);
            }
            try {
                socket.sendTo(reversed(buffer.flip()), received.sender());
            } catch (NetException e) {
                System.err.println(e.getMessage());
            }
        }
    }
    // @end

    static ByteBuffer reversed(ByteBuffer bytes) {
        var backwards = ByteBuffer.allocate(bytes.remaining());
        for (int i = bytes.limit() - 1; i >= bytes.position(); i--) {
            backwards.put(bytes.get(i));
        }
        return backwards.flip();
    }

    private UdpReverse() {}
}
