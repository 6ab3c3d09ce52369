package dev.minato.bench.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;

/// A blocking `DatagramChannel`, on a virtual or a platform thread: `JdkUdp [virtual]`.
final class JdkUdp {
    /// Room for what the largest shape has in flight, so that losses are the server's and not the buffer's.
    static final int RECEIVE_BUFFER = 1 << 20;

    private JdkUdp() {}

    public static void main(String[] arguments) throws Exception {
        try (var channel = DatagramChannel.open()) {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER);
            channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            Control.ready(channel.socket().getLocalPort());
            Thread.Builder kind = Arguments.has(arguments, "virtual") ? Thread.ofVirtual() : Thread.ofPlatform();
            kind.start(() -> echo(channel)).join();
        }
    }

    private static void echo(DatagramChannel channel) {
        var buffer = ByteBuffer.allocateDirect(64 * 1024);
        try {
            while (true) {
                SocketAddress sender = channel.receive(buffer.clear());
                channel.send(buffer.flip(), sender);
            }
        } catch (IOException e) {
            throw new AssertionError("an unconnected socket does not fail", e);
        }
    }
}
