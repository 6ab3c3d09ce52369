package dev.minato.services;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.minato.error.NetException;
import dev.minato.net.TcpStream;
import java.nio.ByteBuffer;

/// Counts the bytes that come until the peer ends its side, and then says `received N bytes total` and a line
/// feed.
///
/// A connection holds no buffer while nothing comes.
public final class CountService implements TcpService {
    private final Buffers buffers = new Buffers();

    /// A counter whose connections share a few buffers, and no count.
    public CountService() {}

    @Override
    public void serve(TcpStream stream) throws NetException {
        long total = 0;
        for (long more = next(stream); more >= 0; more = next(stream)) {
            total += more;
        }
        // All input was read, so closing the stream now cannot reset it and take the answer away.
        stream.writeAll(("received " + total + " bytes total\n").getBytes(US_ASCII));
    }

    /// How many bytes came; -1 at the end.
    private long next(TcpStream stream) throws NetException {
        stream.awaitReadable();
        ByteBuffer buffer = buffers.take();
        try {
            return stream.tryRead(buffer);
        } finally {
            buffers.release(buffer);
        }
    }
}
