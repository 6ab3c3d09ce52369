package dev.minato.testing;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.net.TcpListener;
import dev.minato.net.TcpStream;
import java.nio.ByteBuffer;
import java.time.Duration;

/// Both ends of one connection.
///
/// @param near the end that connected
/// @param far the end that was accepted
public record Pair(TcpStream near, TcpStream far) implements AutoCloseable {
    /// Connected over IPv4.
    public static Pair open() throws NetException {
        return open(Loopback.IPV4);
    }

    /// Connected over that family.
    public static Pair open(Loopback family) throws NetException {
        try (var listener = TcpListener.bind(family.any())) {
            return of(listener);
        }
    }

    /// Connected through a listener that nobody else uses.
    public static Pair of(TcpListener listener) throws NetException {
        var near = TcpStream.connect(listener.localAddress());
        return new Pair(near, listener.accept());
    }

    /// Resets the connection, as seen by the near end: the far end closes with a byte that it has not read.
    public void reset() throws NetException {
        near.writeAll(new byte[1]);
        far.awaitReadable();
        far.close();
    }

    /// Writes at the near end, whose peer does not read, until the system takes no more; how many bytes it
    /// took.
    public long fill() throws NetException {
        return fill(near);
    }

    /// Writes into `stream`, whose peer does not read, until the system takes no more; how many bytes it took.
    public static long fill(TcpStream stream) throws NetException {
        var chunk = ByteBuffer.allocate(64 * 1024);
        long total = 0;
        try {
            // The peer's buffer empties ours with a delay: full is full only if it stays so for a while.
            for (; ; ) {
                int count = stream.tryWrite(chunk.clear());
                total += count;
                if (count == 0) {
                    stream.awaitWritable(Duration.ofMillis(100));
                }
            }
        } catch (NetException full) {
            if (full.kind() != ErrorKind.TIMED_OUT) {
                throw full;
            }
            return total;
        }
    }

    @Override
    public void close() throws NetException {
        try (near) {
            far.close();
        }
    }
}
