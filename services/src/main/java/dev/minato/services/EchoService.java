package dev.minato.services;

import dev.minato.error.NetException;
import dev.minato.net.TcpStream;
import java.nio.ByteBuffer;

/// Sends back every byte that it gets, as it comes, until the peer ends its side (RFC 862).
///
/// A connection holds no buffer while nothing comes, and allocates nothing for what does. A peer that sends and
/// does not read is held up once the system's buffers are full, and ended by the write timeout.
public final class EchoService implements TcpService {
    private final Buffers buffers = new Buffers();

    /// An echo whose connections share a few buffers.
    public EchoService() {}

    @Override
    public void serve(TcpStream stream) throws NetException {
        boolean ended = false;
        while (!ended) {
            stream.awaitReadable();
            ByteBuffer buffer = buffers.take();
            try {
                ended = echo(stream, buffer);
            } finally {
                buffers.release(buffer);
            }
        }
    }

    /// Sends back what is there now; true if the stream has ended. A read that did not fill the buffer took all
    /// there was.
    private static boolean echo(TcpStream stream, ByteBuffer buffer) throws NetException {
        int count;
        do {
            count = stream.tryRead(buffer.clear());
            stream.writeAll(buffer.flip());
        } while (count == buffer.capacity());
        return count == -1;
    }
}
