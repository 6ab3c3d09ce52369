package dev.minato.net;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import java.nio.channels.ByteChannel;
import java.time.Duration;
import java.util.Optional;

/// A connection that carries bytes both ways, with every wait bounded on request: what [TcpStream] and streams
/// of other kinds have in common.
///
/// It is a [ByteSource] and a [ByteSink], which say how reads and writes go, end and fail; what follows is of
/// both together. **Timeouts** cover each wait, a deadline (`Tasks.withDeadline`) all of them together.
/// **Threads**: one may read while another writes.
///
/// A closed stream throws `CLOSED`, deliberately not `ClosedChannelException`.
public interface ByteStream extends ByteSource, ByteSink, ByteChannel {
    /// Makes two streams that are connected to each other in memory, each direction with room for
    /// [MemoryStream#DEFAULT_CAPACITY] bytes: what is written to one is read from the other.
    ///
    /// For handlers and protocols that are tested without a port. The ends wait, in the time of the platform of
    /// the calling code, and end and fail as those of a TCP connection do.
    ///
    /// {@snippet file="dev/minato/examples/testing/InMemory.java" region="pair"}
    static MemoryStream.Pair pair() {
        return MemoryStream.pair(MemoryStream.DEFAULT_CAPACITY);
    }

    /// Makes two streams as [#pair()], each direction with room for `capacity` bytes: a small one shows how
    /// code does whose peer reads slowly, and 1 has every byte wait for the one before.
    ///
    /// @param capacity in bytes, 1 to [MemoryStream#MAX_CAPACITY]
    /// @throws IllegalArgumentException if it is less, or more
    static MemoryStream.Pair pair(int capacity) {
        return MemoryStream.pair(capacity);
    }

    /// Bounds each wait of a read; every clone sees it. Very long ones are unbounded.
    ///
    /// {@snippet file="dev/minato/examples/errors/Timeouts.java" region="read"}
    ///
    /// @throws IllegalArgumentException if `timeout` is not positive
    void setReadTimeout(Duration timeout);

    /// Lets reads wait forever again.
    void clearReadTimeout();

    /// The bound on each wait of a read; empty for none, which is the default.
    @Override
    Optional<Duration> readTimeout();

    /// Bounds each wait of a write; every clone sees it.
    ///
    /// @throws IllegalArgumentException if `timeout` is not positive
    void setWriteTimeout(Duration timeout);

    /// Lets writes wait forever again.
    void clearWriteTimeout();

    /// The bound on each wait of a write; empty for none, which is the default.
    Optional<Duration> writeTimeout();

    /// Ends reading, writing, or both, for all clones, and wakes those that wait. Doing it again is no error.
    ///
    /// After READ, reads return -1; after WRITE, the peer reads to the end and writes fail with `BROKEN_PIPE`.
    void shutdown(Shutdown how) throws NetException;

    /// A second handle on the same connection, with the same timeouts: closing one does not close the other, nor
    /// tell the peer; the last close does. `CLOSED` if this one is closed; `UNSUPPORTED` by a stream that has one
    /// handle only.
    default ByteStream tryClone() throws NetException {
        throw NetException.of(ErrorKind.UNSUPPORTED, "clone");
    }

    /// Parts the stream into a half that reads and one that writes, for two threads that each own one.
    ///
    /// The halves take over this handle: do not use it any more, and close the halves in its place. Closing
    /// the writer ends writing (the peer reads to the end); closing both closes this handle, and closing this
    /// handle, as at the end of a `try`, closes both. `CLOSED`;
    /// `UNSUPPORTED` by a stream that cannot be parted.
    default Halves<? extends ByteStream> split() throws NetException {
        throw NetException.of(ErrorKind.UNSUPPORTED, "split");
    }

    /// The other end as the failures of reads and writes name it; see [ByteSource#peerName].
    @Override
    default Optional<String> peerName() {
        return Optional.empty();
    }

    /// Whether this handle is open; says nothing about the peer.
    @Override
    boolean isOpen();

    /// Closes this handle, and with the last one the connection. Calls that wait through this handle end with
    /// `CLOSED`. No-op if closed; an interrupt is not heeded.
    @Override
    void close() throws NetException;
}
