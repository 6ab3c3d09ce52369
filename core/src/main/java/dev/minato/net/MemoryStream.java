package dev.minato.net;

import dev.minato.error.NetException;
import dev.minato.net.handle.SocketHandle;
import dev.minato.platform.Platform;
import dev.minato.platform.TryStream;
import dev.minato.platform.memory.MemorySocket;
import java.net.StandardSocketOptions;
import java.util.Objects;

/// One of two streams that are connected to each other in memory, made by [ByteStream#pair]: for handlers and
/// protocols that are tested without a port, and for two threads of one program.
///
/// {@snippet file="dev/minato/examples/testing/InMemory.java" region="pair"}
///
/// It waits, ends and fails as a TCP stream does, with the same timeouts, clones, halves and modes, and can be
/// waited for with [Readiness]; but what it does depends on nobody outside: no fd, no kernel, the same on every
/// platform. Each direction has room for as many bytes as the pair's capacity; beyond that a write waits until
/// the other end has read.
///
/// **The end.** What was written before a close or a shutdown is read first, and then the end of the stream.
/// Closing while bytes are unread resets the connection, as TCP and Unix sockets do: the other end reads what
/// was written before, and then fails with `CONNECTION_RESET`; so do its writes. Writing to an end that was
/// closed in order is `BROKEN_PIPE`, from the first write on.
///
/// The buffer sizes are the capacity and cannot be set (`UNSUPPORTED`); [#takeError] is always empty.
///
/// Modelled on tokio's `DuplexStream`.
public final class MemoryStream extends SocketStream<MemoryStream.End> implements ByteStream, Pollable {
    /// The capacity of each direction by default, that of a pipe of Linux.
    public static final int DEFAULT_CAPACITY = 64 * 1024;

    /// The largest capacity.
    public static final int MAX_CAPACITY = 1 << 30;

    private MemoryStream(Platform platform, TryStream<End> socket) {
        this(SocketHandle.of(platform, socket, TryStream::peerAddress));
    }

    private MemoryStream(SocketHandle<TryStream<End>> handle) {
        super(handle);
    }

    /// The address of a stream in memory: which of the two it is.
    public enum End {
        /// [Pair#first].
        FIRST("memory (first)"),
        /// [Pair#second].
        SECOND("memory (second)");

        private final String text;

        End(String text) {
            this.text = text;
        }

        /// `memory (first)`.
        @Override
        public String toString() {
            return text;
        }
    }

    /// Two streams that are connected to each other.
    ///
    /// @param first one end
    /// @param second the other
    public record Pair(MemoryStream first, MemoryStream second) implements SocketPair {
        /// Both of them.
        public Pair {
            Objects.requireNonNull(first, "first");
            Objects.requireNonNull(second, "second");
        }
    }

    static Pair pair(int capacity) {
        if (capacity < 1 || capacity > MAX_CAPACITY) {
            throw new IllegalArgumentException(
                    "capacity must be from 1 to " + MAX_CAPACITY + " bytes, not " + capacity);
        }
        Platform platform = Platform.current();
        var ends = MemorySocket.pair(platform.parker(), capacity, End.FIRST, End.SECOND);
        return new Pair(new MemoryStream(platform, ends.first()), new MemoryStream(platform, ends.second()));
    }

    /// Closes this handle and resets the connection: the other end reads what was written before, and then
    /// fails with `CONNECTION_RESET`. Of a closed handle, does nothing.
    ///
    /// With clones the reset comes with the last close.
    public void closeReset() throws NetException {
        if (isOpen()) {
            try (this) {
                setOption(StandardSocketOptions.SO_LINGER, 0);
            }
        }
    }

    /// A second handle on the same connection, with the same timeouts. Closing one does not close the other,
    /// nor tell the peer; the last close does. `CLOSED` if this one is closed.
    @Override
    public MemoryStream tryClone() throws NetException {
        return new MemoryStream(handle.tryClone());
    }

    /// Parts the connection; as [ByteStream#split]. The clones that there may be are no part of it.
    @Override
    public Halves<MemoryStream> split() throws NetException {
        MemoryStream writer = tryClone();
        closesWith(writer);
        return Halves.of(new MemoryStream(handle), writer);
    }

    /// `memory (first) → memory (second)`.
    @Override
    public String toString() {
        return localAddress() + " → " + peerAddress();
    }
}
