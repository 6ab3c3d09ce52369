package dev.minato.framed;

import dev.minato.codec.Decoder;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.net.ByteSource;
import dev.minato.platform.Platform;
import dev.minato.platform.pace.Budget;
import dev.minato.pool.PooledInput;
import dev.minato.task.BoundedChannel;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A source that carries messages instead of bytes: the reading half of a [Framed], or a reader on its own.
///
/// **Errors of a message** (`MESSAGE_TOO_LONG`, `INVALID_DATA`, operation `decode`) are the decoder's: with
/// one that recovers, such as the lines', the next read goes on behind the bad message; with one that does not,
/// each further read fails in the same way ([#isFailed]). All others are the source's (`read`). All name the
/// source's peer. A decoder that breaks its rules so that a read would never end is an `IllegalStateException`.
///
/// **After a timeout or an interrupt** nothing is lost: the call can be made again. For one task at a time: a
/// read while another one is in progress is an `IllegalStateException`. Another task may write meanwhile, and
/// close this. Follows `tokio_util::codec::FramedRead`.
///
/// **Memory.** What was read lies in a buffer of a pool. A read that waits gives it back: an idle connection holds
/// none, one whose message has begun 512 bytes, or as much as has come. The buffer grows from 16.5 to 64 KiB, and
/// beyond to what the decoder needs. A view is void after the next read: it may show another connection's bytes.
///
/// @param <I> what is read
public final class FramedReader<I> implements AutoCloseable {
    private static final String RULE = "a FramedReader is for one task at a time, and another one reads";

    private final PooledInput input;
    private final Decoder<I> decoder;
    private final GuardedDecoder<I> guarded;
    private final MessageDeadline deadline;
    private final Budget budget;
    private final ExclusiveUse use;
    private final PeerOrChannel either;

    /// Whether it is the channel's turn in [#readOr], as it is after a message.
    private boolean channelFirst;

    /// What is to be done before a read waits.
    private final Step beforeWait;

    /// The source, and what was read from it and makes no message yet.
    ///
    /// @param source where the rest comes from
    /// @param unread what has to be taken first, from its position to its limit
    public record Parts(ByteSource source, ByteBuffer unread) {
        /// Both of them.
        public Parts {
            Objects.requireNonNull(source, "source");
            Objects.requireNonNull(unread, "unread");
        }
    }

    /// Reads messages from `source`, which it closes when it is closed, with a decoder that nothing else uses.
    public FramedReader(ByteSource source, Decoder<I> decoder) {
        this(source, decoder, new ExclusiveUse(RULE), () -> {});
    }

    /// Goes on where another reader was taken apart, with a decoder that nothing else uses.
    public FramedReader(Parts parts, Decoder<I> decoder) {
        this(Objects.requireNonNull(parts, "parts").source(), decoder);
        input.add(parts.unread());
    }

    /// A reader that shares the guard `use` with others.
    FramedReader(ByteSource source, Decoder<I> decoder, ExclusiveUse use, Step beforeWait) {
        this(
                new PooledInput(
                        Objects.requireNonNull(source, "source"),
                        Objects.requireNonNull(decoder, "decoder").maxBuffered()),
                decoder,
                new MessageDeadline(Platform.current().parker()),
                use,
                beforeWait);
    }

    private FramedReader(
            PooledInput input, Decoder<I> decoder, MessageDeadline deadline, ExclusiveUse use, Step beforeWait) {
        this.input = input;
        this.either = new PeerOrChannel(input.source());
        this.decoder = decoder;
        this.guarded = new GuardedDecoder<>(decoder);
        this.deadline = deadline;
        this.use = use;
        this.beforeWait = beforeWait;
        this.budget = new Budget(Platform.current().parker());
    }

    /// A reader of its own that goes on where this one is, from `half`; this one is not used any more.
    FramedReader<I> from(ByteSource half) {
        either.close();
        return new FramedReader<>(
                input.with(half, decoder.maxBuffered()), decoder, deadline, new ExclusiveUse(RULE), () -> {});
    }

    /// A reader that goes on where this one is, with another decoder; this one is not used any more.
    <J> FramedReader<J> with(Decoder<J> next, ExclusiveUse itsUse, Step itsBeforeWait) {
        PooledInput rest = input.with(input.source(), next.maxBuffered());
        deadline.clear();
        either.close();
        return new FramedReader<>(rest, next, deadline, itsUse, itsBeforeWait);
    }

    /// Goes on with another decoder, which nothing else uses, from the first byte that makes no message yet: for
    /// a protocol that changes in mid-stream. The message timeout stays what it is. This reader is over; use what
    /// is returned.
    ///
    /// @throws IllegalStateException if another task is reading
    public <J> FramedReader<J> switchTo(Decoder<J> decoder) {
        Objects.requireNonNull(decoder, "decoder");
        use.begin();
        return use.last(
                "it was switched to another decoder: use what switchTo returned",
                () -> with(decoder, new ExclusiveUse(RULE), () -> {}));
    }

    /// Ends this reader without closing the source, and hands back all it has, so that nothing is lost: what was
    /// read and makes no message yet, good or bad.
    ///
    /// @throws IllegalStateException if another task is reading
    public Parts intoParts() {
        use.begin();
        return use.last("it was taken apart: use its parts", () -> new Parts(source(), takeUnread()));
    }

    ByteBuffer takeUnread() {
        either.close();
        return input.takeAll();
    }

    void addUnread(ByteBuffer unread) {
        input.add(unread);
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

    /// The next message, waiting for it if need be; empty at the end of the stream, and each time after it. A
    /// message may be a view that is valid until the next read; the decoder says so. `UNEXPECTED_EOF` if the
    /// stream ends within a message, where that is an error; `CLOSED` once this is closed and what had come
    /// before is read.
    ///
    /// @throws IllegalStateException if another task is reading
    public Optional<I> read() throws NetException {
        begin();
        try {
            return next();
        } catch (NetException e) {
            throw named(e);
        } finally {
            use.end();
        }
    }

    /// The next message if it is there now; empty if not, and at the end of the stream ([#isEnded]). Never waits;
    /// otherwise as [#read].
    ///
    /// @throws IllegalStateException if another task is reading
    public Optional<I> tryRead() throws NetException {
        begin();
        try {
            Optional<I> message = nextNow();
            if (message.isEmpty()) {
                rest();
            }
            return message;
        } catch (NetException e) {
            throw named(e);
        } finally {
            use.end();
        }
    }

    /// Whether the stream has ended: a [#tryRead] that gives nothing now will never give anything.
    public boolean isEnded() {
        return input.isEnded();
    }

    /// Whether a part of a message has come, and the rest has not.
    public boolean isWithinMessage() {
        return decoder.isWithin(input.bytes());
    }

    private void begin() throws NetException {
        try {
            use.begin("read");
        } catch (NetException e) {
            throw named(e);
        }
    }

    private NetException named(NetException failure) {
        return source().peerName().map(failure::withAddress).orElse(failure);
    }

    private Optional<I> next() throws NetException {
        for (; ; ) {
            Optional<I> message = nextNow();
            if (message.isPresent() || input.isEnded()) {
                return message;
            }
            beforeWait.run();
            rest();
            fill();
        }
    }

    /// The next message without a wait; empty if there is none now, or none any more: the input says which.
    private Optional<I> nextNow() throws NetException {
        for (; ; ) {
            Optional<I> message = decode();
            if (message.isPresent() || input.isEnded()) {
                budget.spend(0);
                deadline.clear();
                if (message.isEmpty()) {
                    rest();
                }
                return message;
            }
            if (input.isFull()) {
                throw guarded.takesNothingOf(input.bytes().remaining());
            }
            if (deadline.isOver(decoder, input.bytes())) {
                fillLate();
            } else if (!input.fillNow()) {
                return Optional.empty();
            }
        }
    }

    /// Whether an error of a message was fatal: where the next one begins is not known, and every further read
    /// fails in the same way. False after an error of one message alone, behind which the next read goes on.
    public boolean isFailed() {
        return decoder.isFailed();
    }

    /// The next message of the peer or the next value of `channel`, whichever comes first; waits for both of them
    /// if need be.
    ///
    /// Where both are always ready it takes turns, so neither starves the other. What was not returned is not
    /// lost, also after a failure: it is there for the next call, for [#read] and for
    /// [BoundedChannel#receive].
    ///
    /// {@snippet file="dev/minato/examples/framing/ChatServer.java" region="read"}
    ///
    /// **The ends** are told like messages, and again by every call that would else wait: once the peer's stream
    /// has ended go on with the channel alone, if at all, and the other way round.
    ///
    /// **Failures** are those of [#read], the operation too: the source's read timeout bounds each wait for both,
    /// the message timeout a message that has begun. `UNSUPPORTED` if the source cannot be waited for beside
    /// others ([ByteSource#readiness]).
    ///
    /// The registration with source and channel is kept for the next call, until this is closed: use one channel
    /// rather than a new one each time. A call that need not wait allocates its result, and what a try of the
    /// source does; one that waits, some 300 bytes. As with [#read] it is for one task at a time; others may
    /// receive from the channel, too.
    ///
    /// @param <V> the channel's values
    /// @throws IllegalStateException if another task is reading
    public <V> Arrival<I, V> readOr(BoundedChannel<V> channel) throws NetException {
        Objects.requireNonNull(channel, "channel");
        begin();
        try {
            either.checkSource();
            return nextOr(channel);
        } catch (NetException e) {
            throw named(e);
        } finally {
            use.end();
        }
    }

    private <V> Arrival<I, V> nextOr(BoundedChannel<V> channel) throws NetException {
        for (; ; ) {
            boolean channelIsNext = channelFirst;
            Arrival<I, V> arrival = channelIsNext ? valueOf(channel) : message();
            if (arrival == null) {
                arrival = channelIsNext ? message() : valueOf(channel);
            }
            if (arrival != null) {
                return arrival;
            }
            beforeWait.run();
            rest();
            awaitPeerOr(channel);
        }
    }

    private <V> @Nullable Arrival<I, V> message() throws NetException {
        // Also after a message that is bad: it was the peer's turn.
        channelFirst = true;
        Optional<I> message = nextNow();
        if (message.isPresent()) {
            return new Arrival.Message<>(message.get());
        }
        return input.isEnded() ? new Arrival.PeerEnded<>() : null;
    }

    private <V> @Nullable Arrival<I, V> valueOf(BoundedChannel<V> channel) {
        channelFirst = false;
        // In this order: what was sent before the close is there.
        boolean closed = channel.isClosed();
        Optional<V> value = channel.tryReceive();
        if (value.isPresent()) {
            return new Arrival.Value<>(value.get());
        }
        return closed ? new Arrival.ChannelEnded<>() : null;
    }

    private void awaitPeerOr(BoundedChannel<?> channel) throws NetException {
        Optional<Duration> bound = source().readTimeout();
        boolean ofMessage =
                deadline.isRunning() && (bound.isEmpty() || deadline.left().compareTo(bound.get()) < 0);
        boolean ready = either.await(channel, ofMessage ? Optional.of(deadline.left()) : bound);
        // When it is the message's time that is over, the next look says so.
        if (!ready && !ofMessage) {
            throw NetException.of(ErrorKind.TIMED_OUT, "read");
        }
    }

    private void rest() throws NetException {
        if (!input.rest()) {
            guarded.letGo();
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
        if (input.isEmpty()) {
            // A message takes a byte at least; and the decoder's view of a buffer outlasts the wait.
            return Optional.empty();
        }
        return input.isEnded() ? guarded.decodeEnd(input.bytes()) : guarded.decode(input.bytes());
    }

    /// The source underneath. Bytes that were read already and make no message yet are not in it any more.
    public ByteSource source() {
        return input.source();
    }

    /// Closes the source; of a [Framed] that was split, the connection too if the writer is closed already. A
    /// read that waits ends with `CLOSED`. No-op if closed, switched or taken apart.
    @Override
    public void close() throws NetException {
        if (!use.isOver()) {
            either.close();
            source().close();
        }
    }
}
