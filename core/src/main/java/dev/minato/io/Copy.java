package dev.minato.io;

import dev.minato.error.NetException;
import dev.minato.net.ByteSink;
import dev.minato.net.ByteSource;
import dev.minato.net.ByteStream;
import dev.minato.pool.BufferPool;
import java.nio.ByteBuffer;
import java.util.Objects;

/// Copies from a source to a sink, or between two streams both ways.
///
/// The streams have to be in blocking mode; their timeouts apply to each wait, and the deadline of the scope
/// to the whole. None of these calls closes a stream. Failures name the peer, also those of the copy itself
/// (operation `copy`): where it is about both streams, both.
public final class Copy {
    /// So that a message of 16 KiB does not fill it, which would cost a try that finds nothing more.
    static final int BUFFER_SIZE = BufferPool.LARGE;

    private Copy() {}

    /// Copies to the end of the stream, which is not passed on: `to` can be written to afterwards. Both may
    /// be the same stream, which is then an echo, or halves of streams.
    ///
    /// `INTERRUPTED` also where it need not wait, so that a peer that sends without pause cannot keep a
    /// cancelled task; the other kinds are those of [ByteSource#read] and [ByteSink#write]. **A failed call
    /// loses** what it had read and not written, at most 64 KiB; with a [BufferedSource] nothing is lost.
    ///
    /// Between two sockets of the linux platform, TCP or Unix, what comes in 64 KiB or more at once does not
    /// come into the program: the kernel moves it by a pipe (splice(2)), of which a process has 128 at most,
    /// and a copy none while it waits for more. What cannot go that way is copied: TLS, streams in memory,
    /// streams of your own.
    ///
    /// @return how many bytes; 0 if the stream has none
    public static long copy(ByteSource from, ByteSink to) throws NetException {
        return copy(from, to, Long.MAX_VALUE);
    }

    /// Copies at most `limit` bytes, and reads no more than that; otherwise as [#copy(ByteSource, ByteSink)].
    ///
    /// @return how many bytes: `limit`, or fewer if the stream ended before
    /// @throws IllegalArgumentException if the limit is negative
    public static long copy(ByteSource from, ByteSink to, long limit) throws NetException {
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(to, "to");
        checkLimit(limit);
        if (limit == 0) {
            return 0;
        }
        try (var transfer = new Transfer(from, to, (int) Math.min(limit, BUFFER_SIZE))) {
            return run(transfer, from, limit);
        }
    }

    private static long run(Transfer transfer, ByteSource from, long limit) throws NetException {
        long copied = 0;
        while (copied < limit) {
            Interrupts.check("copy", from);
            if (transfer.read(limit - copied) == -1) {
                return copied;
            }
            while (transfer.isHolding()) {
                copied += transfer.write();
            }
        }
        return copied;
    }

    /// Copies what a reader has in its buffer and all that comes after it. Only what was written is consumed,
    /// so **after a timeout, an interrupt or any other failure nothing is lost**, and the call can be made
    /// again. Otherwise as [#copy(ByteSource, ByteSink)].
    public static long copy(BufferedSource from, ByteSink to) throws NetException {
        return copy(from, to, Long.MAX_VALUE);
    }

    /// Copies at most `limit` bytes, such as a body whose length was told before; as [#copy(BufferedSource,
    /// ByteSink)].
    ///
    /// A failed call does not say how many it has copied.
    ///
    /// @return how many bytes: `limit`, or fewer if the stream ended before
    /// @throws IllegalArgumentException if the limit is negative
    public static long copy(BufferedSource from, ByteSink to, long limit) throws NetException {
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(to, "to");
        checkLimit(limit);
        long copied = limit == 0 ? 0 : unread(from, to, limit);
        return copied == limit ? copied : copied + rest(from, to, limit - copied);
    }

    /// Copies what is in the reader's buffer.
    private static long unread(BufferedSource from, ByteSink to, long limit) throws NetException {
        from.consume(0);
        long copied = 0;
        while (copied < limit && from.buffered().hasRemaining()) {
            Interrupts.check("copy", from.source());
            ByteBuffer some = from.buffered();
            some.limit(some.position() + (int) Math.min(limit - copied, some.remaining()));
            int count = to.write(some);
            from.consume(count);
            copied += count;
        }
        return copied;
    }

    /// Copies from the source underneath; what a failure leaves on its way goes into the reader's buffer.
    private static long rest(BufferedSource from, ByteSink to, long limit) throws NetException {
        ByteSource source = from.open();
        try (var transfer = new Transfer(source, to, (int) Math.min(limit, BUFFER_SIZE))) {
            try {
                return run(transfer, source, limit);
            } finally {
                while (transfer.unwritten().hasRemaining()) {
                    from.takeBack(transfer.unwritten());
                }
            }
        }
    }

    /// Copies both ways between two streams until both have ended: what a proxy does. See
    /// [#copyBidirectional(ByteStream, ByteStream, CopyOptions)].
    public static Copied copyBidirectional(ByteStream first, ByteStream second) throws NetException {
        return copyBidirectional(first, second, CopyOptions.DEFAULT);
    }

    /// Copies both ways between two streams until both have ended.
    ///
    /// {@snippet file="dev/minato/examples/io/TcpProxy.java" region="relay"}
    ///
    /// **Half-close**: the end of one stream is passed on as a `shutdown` of writing on the other, and the
    /// other direction goes on. So a client that has said all still gets its answer.
    ///
    /// **Failures**: the first one in either direction ends the other direction, is thrown once that has
    /// ended, too, and says in its detail how much was copied each way. Where the peer is gone
    /// (`CONNECTION_RESET`, `BROKEN_PIPE`), the other direction first copies all that has already arrived: a
    /// server that answers early and closes does not lose its answer. What was read and not written is lost
    /// otherwise; the streams are left open, for the caller to close. `TIMED_OUT` when nothing has moved in
    /// either direction for the idle timeout, or one wait was longer than its stream's own timeout, which a
    /// half-closed connection easily is: better leave those unset. `INTERRUPTED` (the flag stays set) at
    /// once. `WOULD_BLOCK` in non-blocking mode.
    ///
    /// Each direction has a virtual thread of its own, in the scope of the caller; both have ended when this
    /// returns or throws. Memory: a buffer for each direction that has something to write, and none
    /// while it waits for a socket to have something; what comes in 64 KiB or more goes by pipes of the
    /// kernel, as in [#copy(ByteSource, ByteSink)]. Follows `tokio::io::copy_bidirectional`, with an idle timeout.
    ///
    /// @return the bytes copied each way
    /// @throws IllegalArgumentException if both are the same stream; an echo is a [#copy(ByteSource, ByteSink)]
    @SuppressWarnings("ReferenceEquality") // the same stream is meant, not an equal one
    public static Copied copyBidirectional(ByteStream first, ByteStream second, CopyOptions options)
            throws NetException {
        Objects.requireNonNull(first, "first");
        Objects.requireNonNull(second, "second");
        Objects.requireNonNull(options, "options");
        if (first == second) {
            throw new IllegalArgumentException("first and second are the same stream; to echo it, copy it to itself");
        }
        return new Relay(first, second, options).run();
    }

    private static void checkLimit(long limit) {
        if (limit < 0) {
            throw new IllegalArgumentException("limit must be at least 0, not " + limit);
        }
    }
}
