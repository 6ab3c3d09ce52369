package dev.minato.framed;

import dev.minato.codec.Decoder;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.net.ByteSource;
import dev.minato.platform.Platform;
import dev.minato.platform.pace.Budget;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/// A source that carries messages instead of bytes: the reading half of a [Framed], or a reader on its own.
///
/// **Errors of a message** (`MESSAGE_TOO_LONG`, `INVALID_DATA`, operation `decode`) are the decoder's: with
/// one that recovers, such as the lines', the next read goes on behind the bad message. All others are the
/// source's (`read`). All name the source's peer.
///
/// **After a timeout or an interrupt** nothing is lost: the call can be made again.
///
/// For one task at a time: a read while another one is in progress is an `IllegalStateException`. Another task
/// may write meanwhile, and close this. Follows `tokio_util::codec::FramedRead`.
///
/// @param <I> what is read
public final class FramedReader<I> implements AutoCloseable {
    private static final String RULE = "a FramedReader is for one task at a time, and another one reads";

    private final Input input;
    private final Decoder<I> decoder;
    private final MessageDeadline deadline;
    private final Budget budget;
    private final ExclusiveUse use;

    /// What is to be done before a read waits.
    private final Step beforeWait;

    /// Reads messages from `source`, which it closes when it is closed, with a decoder that nothing else uses.
    public FramedReader(ByteSource source, Decoder<I> decoder) {
        this(source, decoder, new ExclusiveUse(RULE), () -> {});
    }

    /// A reader that shares the guard `use` with others.
    FramedReader(ByteSource source, Decoder<I> decoder, ExclusiveUse use, Step beforeWait) {
        this(
                new Input(
                        Objects.requireNonNull(source, "source"),
                        Objects.requireNonNull(decoder, "decoder").maxBuffered()),
                decoder,
                new MessageDeadline(Platform.current().parker()),
                use,
                beforeWait);
    }

    private FramedReader(Input input, Decoder<I> decoder, MessageDeadline deadline, ExclusiveUse use, Step beforeWait) {
        this.input = input;
        this.decoder = decoder;
        this.deadline = deadline;
        this.use = use;
        this.beforeWait = beforeWait;
        this.budget = new Budget(Platform.current().parker());
    }

    /// A reader of its own that goes on where this one is, from `half`; this one is not used any more.
    FramedReader<I> from(ByteSource half) {
        return new FramedReader<>(input.from(half), decoder, deadline, new ExclusiveUse(RULE), () -> {});
    }

    /// Bounds how long a message may take to come, from its first byte until it is complete, however its
    /// pieces arrive; the source's read timeout bounds each wait on its own. Unbounded by default.
    ///
    /// Beyond it [#read] throws `TIMED_OUT` with the operation `read message`; the read timeout of the source,
    /// which ends the wait for a silent peer, has the operation `read`. It is thrown also if the read never has
    /// to wait: for a message that comes byte by byte, one that is too long and skipped, or a part that the
    /// decoder drops. A read after that gives the message as much time again. What lies ready when the time is
    /// over is still taken, for at most 100 ms.
    ///
    /// The time begins when a read finds that a message has begun and is not complete.
    ///
    /// @throws IllegalArgumentException if the timeout is not positive
    /// @throws IllegalStateException if another task is reading
    public void setMessageTimeout(Duration timeout) {
        if (!Objects.requireNonNull(timeout, "timeout").isPositive()) {
            throw new IllegalArgumentException("timeout must be positive, not " + timeout);
        }
        use.begin();
        deadline.setTimeout(timeout);
        use.end();
    }

    /// The next message, waiting for it if need be; empty at the end of the stream, and each time after it.
    ///
    /// A message may be a view that is valid until the next read; the decoder says so. `UNEXPECTED_EOF` if the
    /// stream ends within a message, where that is an error; `CLOSED` once this is closed and what had come
    /// before is read.
    ///
    /// @throws IllegalStateException if another task is reading
    public Optional<I> read() throws NetException {
        use.begin();
        try {
            return next();
        } catch (NetException e) {
            throw source().peerName().map(e::withAddress).orElse(e);
        } finally {
            use.end();
        }
    }

    private Optional<I> next() throws NetException {
        for (; ; ) {
            Optional<I> message = decode();
            if (message.isPresent() || input.isEnded()) {
                budget.spend(0);
                deadline.clear();
                return message;
            }
            if (deadline.isOver(decoder, input.bytes())) {
                fillLate();
            } else if (!input.fillNow()) {
                beforeWait.run();
                fill();
            }
        }
    }

    /// Takes what came before anybody looked at the clock: data wins over a timeout. With a bound, since a
    /// peer that never pauses always has something there.
    private void fillLate() throws NetException {
        if (!deadline.hasGrace() || !input.readNow()) {
            deadline.clear();
            throw NetException.of(ErrorKind.TIMED_OUT, "read message", "a message took longer than it may");
        }
    }

    private void fill() throws NetException {
        if (!deadline.isRunning()) {
            input.fill();
            return;
        }
        try {
            Step.within(deadline.left(), input::fill);
        } catch (NetException e) {
            // When it is the message's time that is over, the next look says so.
            if (e.kind() != ErrorKind.TIMED_OUT || !deadline.isOver()) {
                throw e;
            }
        }
    }

    private Optional<I> decode() throws NetException {
        return input.isEnded() ? decoder.decodeEnd(input.bytes()) : decoder.decode(input.bytes());
    }

    /// The source underneath. Bytes that were read already and make no message yet are not in it any more.
    public ByteSource source() {
        return input.source();
    }

    /// Closes the source; of a [Framed] that was split, the connection too if the writer is closed already. A
    /// read that waits ends with `CLOSED`. No-op if closed.
    @Override
    public void close() throws NetException {
        source().close();
    }
}
