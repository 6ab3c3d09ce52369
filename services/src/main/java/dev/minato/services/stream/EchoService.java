package dev.minato.services.stream;

import dev.minato.error.NetException;
import dev.minato.net.ByteStream;
import dev.minato.server.Connection;
import dev.minato.server.ConnectionHandler;
import java.nio.ByteBuffer;

/// The service `echo` over TCP (RFC 862): sends back every byte as it comes, until the peer half-closes.
///
/// A connection holds no buffer while it is idle, and allocates nothing. A peer that sends and does not read
/// meets back-pressure once the kernel's buffers are full, and is closed by the write timeout.
public final class EchoService implements ConnectionHandler {
    private final BufferPool buffers = new BufferPool();

    /// An echo whose connections share a buffer pool.
    public EchoService() {}

    @Override
    public void handle(Connection connection) throws NetException {
        ByteStream stream = connection.stream();
        boolean ended = false;
        while (!ended) {
            stream.awaitReadable();
            ByteBuffer buffer = buffers.acquire();
            try {
                ended = echo(stream, buffer);
            } finally {
                buffers.release(buffer);
            }
        }
    }

    /// Sends back what is readable now; returns true at the end of the stream. A read that did not fill the
    /// buffer drained the socket.
    private static boolean echo(ByteStream stream, ByteBuffer buffer) throws NetException {
        int count;
        do {
            count = stream.tryRead(buffer.clear());
            stream.writeAll(buffer.flip());
        } while (count == buffer.capacity());
        return count == -1;
    }
}
