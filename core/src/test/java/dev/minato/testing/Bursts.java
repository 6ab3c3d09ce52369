package dev.minato.testing;

import dev.minato.error.NetException;
import dev.minato.net.Received;
import dev.minato.net.UdpSocket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// Bytes that are sent as many datagrams, and what comes of them.
public final class Bursts {
    private Bursts() {}

    /// So many bytes, which differ from those beside them, and with `content`.
    public static ByteBuffer of(int length, int content) {
        var bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (content * 31 + i * 7 + (i >> 8));
        }
        return ByteBuffer.wrap(bytes);
    }

    /// The datagrams of such a burst; one without bytes if it has none.
    public static List<ByteBuffer> cut(int length, int segmentSize, int content) {
        ByteBuffer all = of(length, content);
        var cut = new ArrayList<ByteBuffer>();
        do {
            int size = Math.min(segmentSize, length - cut.size() * segmentSize);
            cut.add(all.slice(cut.size() * segmentSize, size));
        } while (cut.size() * segmentSize < length);
        return cut;
    }

    /// Receives so many datagrams.
    public static List<ByteBuffer> receive(UdpSocket socket, int count) throws NetException {
        var datagrams = new ArrayList<ByteBuffer>();
        var buffer = ByteBuffer.allocate(65_536);
        var received = new Received();
        while (datagrams.size() < count) {
            socket.recvFrom(buffer.clear(), received);
            datagrams.add(
                    ByteBuffer.allocate(received.length()).put(buffer.flip()).flip());
        }
        return datagrams;
    }
}
