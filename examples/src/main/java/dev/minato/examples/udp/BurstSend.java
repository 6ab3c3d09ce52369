package dev.minato.examples.udp;

import dev.minato.net.UdpSocket;
import java.nio.ByteBuffer;

/// Sends what comes on standard input to a UDP server, in datagrams of 1,200 bytes and in bursts, and prints how
/// many they were.
///
/// UDP has no flow control: more than the receiver's buffer holds is lost if it does not keep up. A protocol on
/// top, such as QUIC, says how much may be on the way.
///
/// Try it with `examples/run BurstEcho` in another terminal, and `seq 5000 | examples/run BurstSend`.
final class BurstSend {
    /// Passes every network that is worth the name.
    private static final int SIZE = 1200;

    static void main(String[] args) throws Exception {
        ByteBuffer input = ByteBuffer.wrap(System.in.readAllBytes());
        IO.println(send(input, args.length > 0 ? args[0] : "127.0.0.1:9000") + " datagrams");
    }

    // @start region="send"
    static int send(ByteBuffer bytes, String address) throws Exception {
        int datagrams = Math.ceilDiv(bytes.remaining(), SIZE);
        try (var socket = UdpSocket.bindFor(address)) {
            socket.connect(address);
            socket.sendSegments(bytes, SIZE);
        }
        return datagrams;
    }
    // @end

    private BurstSend() {}
}
