package dev.minato.framed;

import dev.minato.codec.Encoder;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.net.ByteSink;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;

/// A sink that carries messages instead of bytes: the writing half of a [Framed], or a writer on its own.
///
/// **Writes are gathered.** [#write] puts a message into a buffer. The buffer goes out when it is full, on
/// [#flush] and on [#close]; **nothing else sends it**, not even a read of the other half.
///
/// **Memory.** The buffer is one of a pool, taken for the first message and given back when all is sent. It
/// holds no more than the high-water mark ([#setHighWaterMark]), or one message.
///
/// **After a timeout or an interrupt** nothing is lost or sent twice: the call can be made again. All failures
/// name the sink's peer.
///
/// For one task at a time: a write or a flush while another one is in progress is an `IllegalStateException`.
/// Another task may read meanwhile, and close this. Follows `tokio_util::codec::FramedWrite`.
///
/// @param <O> what is written
public final class FramedWriter<O> implements AutoCloseable {
    private static final String RULE = "a FramedWriter is for one task at a time, and another one writes";
    private static final Duration LAST_FLUSH = Duration.ofSeconds(1);

    private static final int MAX_MARK = 1 << 30;

    private final Output output;
    private final Encoder<O> encoder;
    private final ExclusiveUse use;

    /// The sink, and what was written and has not reached it.
    ///
    /// @param sink where the rest goes
    /// @param unsent what has to go first, from its position to its limit
    public record Parts(ByteSink sink, ByteBuffer unsent) {
        /// Both of them.
        public Parts {
            Objects.requireNonNull(sink, "sink");
            Objects.requireNonNull(unsent, "unsent");
        }
    }

    /// Writes messages to `sink`, which it closes when it is closed, with an encoder that nothing else uses.
    public FramedWriter(ByteSink sink, Encoder<O> encoder) {
        this(sink, encoder, new ExclusiveUse(RULE));
    }

    /// Goes on where another writer was taken apart, with an encoder that nothing else uses.
    public FramedWriter(Parts parts, Encoder<O> encoder) {
        this(Objects.requireNonNull(parts, "parts").sink(), encoder);
        output.add(parts.unsent());
    }

    /// A writer that shares the guard `use` with others.
    FramedWriter(ByteSink sink, Encoder<O> encoder, ExclusiveUse use) {
        this(new Output(Objects.requireNonNull(sink, "sink")), Objects.requireNonNull(encoder, "encoder"), use);
    }

    private FramedWriter(Output output, Encoder<O> encoder, ExclusiveUse use) {
        this.output = output;
        this.encoder = encoder;
        this.use = use;
    }

    /// A writer of its own that goes on where this one is, to `half`; this one is not used any more.
    FramedWriter<O> to(ByteSink half) {
        return new FramedWriter<>(output.to(half), encoder, new ExclusiveUse(RULE));
    }

    /// A writer that goes on where this one is, with another encoder; this one is not used any more.
    <P> FramedWriter<P> with(Encoder<P> next, ExclusiveUse itsUse) {
        return new FramedWriter<>(output, next, itsUse);
    }

    /// Goes on with another encoder, which nothing else uses: for a protocol that changes in mid-stream. What was
    /// written stays queued in front of what will be. This writer is over; use what is returned.
    ///
    /// @throws IllegalStateException if another task is writing
    public <P> FramedWriter<P> switchTo(Encoder<P> encoder) {
        Objects.requireNonNull(encoder, "encoder");
        use.begin();
        return use.last(
                "it was switched to another encoder: use what switchTo returned",
                () -> with(encoder, new ExclusiveUse(RULE)));
    }

    /// Ends this writer without closing the sink, and hands back all it has, so that nothing is lost: what was
    /// written and not sent.
    ///
    /// @throws IllegalStateException if another task is writing
    public Parts intoParts() {
        use.begin();
        return use.last("it was taken apart: use its parts", () -> new Parts(sink(), takeUnsent()));
    }

    ByteBuffer takeUnsent() {
        return output.takeAll();
    }

    void addUnsent(ByteBuffer unsent) {
        output.add(unsent);
    }

    /// Bounds how much is queued: [#write] sends first what would be more than `bytes` with its message. Only
    /// one message alone may be longer. 64 KiB by default.
    ///
    /// @throws IllegalArgumentException if it is not from 1 to 1 GiB
    /// @throws IllegalStateException if another task is writing
    public void setHighWaterMark(int bytes) {
        if (bytes < 1 || bytes > MAX_MARK) {
            throw new IllegalArgumentException("bytes must be from 1 to " + MAX_MARK + ", not " + bytes);
        }
        use.begin();
        output.setHighWaterMark(bytes);
        use.end();
    }

    /// Puts a message into the buffer; see the class for when it goes out.
    ///
    /// If the encoder refuses the message (`INVALID_INPUT`, `MESSAGE_TOO_LONG`, operation `encode`), nothing
    /// of it is written. Fails as [ByteSink#write] does when the buffer is full and has to go out first; then
    /// the message is not in it. `CLOSED` once the sink is closed.
    ///
    /// @throws IllegalStateException if another task is writing
    public void write(O message) throws NetException {
        Objects.requireNonNull(message, "message");
        begin();
        try {
            checkOpen();
            output.append(message, encoder);
        } catch (NetException e) {
            throw named(e);
        } finally {
            use.end();
        }
    }

    /// Sends what was written, and blocks until the kernel has taken it. After a failure what is left can be
    /// flushed again.
    ///
    /// @throws IllegalStateException if another task is writing
    public void flush() throws NetException {
        begin();
        try {
            send();
        } finally {
            use.end();
        }
    }

    private void begin() throws NetException {
        try {
            use.begin("write");
        } catch (NetException e) {
            throw named(e);
        }
    }

    /// Flushes within a call that has begun.
    void send() throws NetException {
        try {
            output.flush();
        } catch (NetException e) {
            throw named(e);
        }
    }

    /// Messages that could never be sent are not taken in.
    private void checkOpen() throws NetException {
        if (!sink().isOpen()) {
            throw NetException.of(ErrorKind.CLOSED, "write");
        }
    }

    private NetException named(NetException failure) {
        return sink().peerName().map(failure::withAddress).orElse(failure);
    }

    /// The sink underneath. What was not flushed yet has not reached it.
    public ByteSink sink() {
        return output.sink();
    }

    /// Flushes what was written, for at most a second, and closes the sink, also if the flush fails; that
    /// failure is thrown, and what was not sent is dropped. No-op if closed, switched or taken apart.
    ///
    /// Of a [Framed] that was split this is the end of writing: the peer reads to the end, and the connection
    /// is closed if the reader is closed already. Where another task is writing, nothing more is flushed: its
    /// call ends with `CLOSED`.
    @Override
    public void close() throws NetException {
        if (use.isOver()) {
            return;
        }
        ByteSink sink = sink();
        try (sink) {
            if (use.tryBeginLast()) {
                lastFlush();
            }
        }
    }

    private void lastFlush() throws NetException {
        try {
            if (!output.isEmpty()) {
                Step.within(LAST_FLUSH, output::flush);
            }
        } catch (NetException e) {
            throw named(e);
        } finally {
            output.drop();
            use.end();
        }
    }
}
