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

    /// Writes [Pattern] at the near end, whose peer does not read, until the system takes no more; how many
    /// bytes it took.
    ///
    /// The system may still find room for some hundred kilobytes later, when it packs what the peer has not
    /// read; but not so much that it would say of itself that there is room.
    public long fill() throws NetException {
        var chunk = ByteBuffer.allocate(64 * 1024);
        long total = 0;
        boolean full = false;
        while (!full) {
            Pattern.put(chunk.clear(), total);
            int count = near.tryWrite(chunk.flip());
            total += count;
            full = count == 0 && !isWritableSoon();
        }
        return total;
    }

    private boolean isWritableSoon() throws NetException {
        return ends(() -> near.awaitWritable(Duration.ofMillis(30)));
    }

    /// Makes awaits of readability at the near end, where nothing has come, wait. An await may end for no
    /// reason as long as no read has found nothing; after this there are no such reasons.
    public Pair settle() throws NetException {
        do {
            if (near.tryRead(ByteBuffer.allocate(1)) != 0) {
                throw new AssertionError("something has come");
            }
        } while (ends(() -> near.awaitReadable(Duration.ofMillis(1))));
        return this;
    }

    private interface Await {
        void run() throws NetException;
    }

    private static boolean ends(Await await) throws NetException {
        try {
            await.run();
            return true;
        } catch (NetException e) {
            if (e.kind() != ErrorKind.TIMED_OUT) {
                throw e;
            }
            return false;
        }
    }

    @Override
    public void close() throws NetException {
        try (near) {
            far.close();
        }
    }
}
