package dev.minato.framed;

import dev.minato.codec.Codec;
import dev.minato.codec.Decoder;
import dev.minato.codec.Encoder;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.net.ByteSink;
import dev.minato.net.ByteSource;
import dev.minato.net.ByteStream;
import dev.minato.platform.Platform;
import dev.minato.platform.Scope;
import dev.minato.platform.wait.Budget;
import dev.minato.platform.wait.Deadline;
import java.time.Duration;
import java.util.Optional;

/// A stream that carries messages instead of bytes.
///
/// {@snippet file="dev/minato/examples/framing/ShoutingLines.java" region="lines"}
///
/// **Writes are gathered.** [#write] puts a message into a buffer. The buffer goes out when it is full, on
/// [#flush] and [#close], and before [#read] waits for the peer. So a server that answers each request needs
/// no flush, and a peer that sends a hundred requests at once gets its answers with one system call.
///
/// **Errors of a message** (`MESSAGE_TOO_LONG`, `INVALID_DATA`, operation `decode`) are the decoder's: with
/// one that recovers, such as the lines', the next read goes on behind the bad message. All others are the
/// stream's (`read`, `write`). All that [#read] throws name the stream's peer.
///
/// {@snippet file="dev/minato/examples/framing/ShoutingLines.java" region="recover"}
///
/// **After a timeout or an interrupt** nothing is lost in either direction: the call can be made again.
///
/// Memory: the buffers begin at 128 bytes when they are first needed and grow with what comes, so that an idle
/// connection of small messages holds little; the input's grows up to what the decoder needs for one message
/// (but not less than 16 KiB), the output's up to 64 KiB or one message; large ones are let go when they are
/// empty. For one thread at a time. The stream's timeouts apply; in its non-blocking mode reads wait all the
/// same.
///
/// @param <I> what is read
/// @param <O> what is written
public final class Framed<I, O> implements AutoCloseable {
    private static final Duration LAST_FLUSH = Duration.ofSeconds(1);

    private final ByteSource source;
    private final ByteSink sink;
    private final Decoder<I> decoder;
    private final Encoder<O> encoder;
    private final Input input;
    private final Output output;
    private final Budget budget = new Budget(Platform.current().parker());
    private final MessageDeadline deadline;

    /// Frames `stream`, which it closes when it is closed, with a codec that nothing else uses.
    public Framed(ByteStream stream, Codec<I, O> codec) {
        this(stream, stream, codec, codec);
    }

    /// Frames `stream` with a decoder for what is read and an encoder for what is written.
    public Framed(ByteStream stream, Decoder<I> decoder, Encoder<O> encoder) {
        this(stream, stream, decoder, encoder);
    }

    /// Frames two directions, such as the halves of a stream or of two; closing closes both.
    public Framed(ByteSource source, ByteSink sink, Decoder<I> decoder, Encoder<O> encoder) {
        this.source = source;
        this.sink = sink;
        this.decoder = decoder;
        this.encoder = encoder;
        this.input = new Input(source, decoder.maxBuffered());
        this.output = new Output(sink);
        this.deadline = new MessageDeadline(Platform.current().parker());
    }

    /// Bounds how long a message may take to come, from its first byte until it is complete, however its
    /// pieces arrive; the stream's read timeout bounds each wait on its own. Unbounded by default.
    ///
    /// Beyond it [#read] throws `TIMED_OUT`, also if it never has to wait: for a message that comes byte by
    /// byte, one that is too long and skipped, or a part that the decoder drops. A read after that gives the
    /// message as much time again. What lies ready when the time is over is still taken, for at most 100 ms.
    ///
    /// The time begins when a read finds that a message has begun and is not complete.
    ///
    /// @throws IllegalArgumentException if the timeout is not positive
    public void setMessageTimeout(Duration timeout) {
        if (!timeout.isPositive()) {
            throw new IllegalArgumentException("message timeout: more than 0, not " + timeout);
        }
        deadline.setTimeout(timeout);
    }

    /// The next message, waiting for it if need be; empty at the end of the stream, and each time after it.
    ///
    /// Before it waits it flushes what was written. A message may be a view that is valid until the next read;
    /// the decoder says so. `UNEXPECTED_EOF` if the stream ends within a message, where that is an error.
    public Optional<I> read() throws NetException {
        try {
            return next();
        } catch (NetException e) {
            throw source.peerName().map(e::withAddress).orElse(e);
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
                output.flush();
                fill();
            }
        }
    }

    /// Takes what came before anybody looked at the clock: data wins over a timeout. With a bound, since a
    /// peer that never pauses always has something there.
    private void fillLate() throws NetException {
        if (!deadline.hasGrace() || !input.readNow()) {
            deadline.clear();
            throw NetException.of(ErrorKind.TIMED_OUT, "read", "a message took longer than it may");
        }
    }

    private void fill() throws NetException {
        if (!deadline.isRunning()) {
            input.fill();
            return;
        }
        try {
            within(deadline.left(), input::fill);
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

    /// Puts a message into the buffer; see the class for when it goes out.
    ///
    /// If the encoder refuses the message (`INVALID_INPUT`, `MESSAGE_TOO_LONG`, operation `encode`), nothing
    /// of it is written. Fails as [ByteSink#write] does when the buffer is full and has to go out first; then
    /// the message is not in it.
    public void write(O message) throws NetException {
        encoder.encode(message, output.room(encoder.maxEncodedLength(message)));
    }

    /// Sends what was written, and blocks until the kernel has taken it. After a failure what is left can be
    /// flushed again.
    public void flush() throws NetException {
        output.flush();
    }

    /// The source underneath: the stream, or what it was made with. Bytes that were read already and make no
    /// message yet are not in it any more.
    public ByteSource source() {
        return source;
    }

    /// The sink underneath: the stream, or what it was made with. What was not flushed yet has not reached it.
    public ByteSink sink() {
        return sink;
    }

    /// Flushes what was written, for at most a second, and closes the stream, or the sink and then the source,
    /// also if the flush fails; that failure is thrown.
    @Override
    public void close() throws NetException {
        if (sink.equals(source)) {
            try (source) {
                lastFlush();
            }
        } else {
            try (source;
                    sink) {
                lastFlush();
            }
        }
    }

    private void lastFlush() throws NetException {
        if (!output.isEmpty()) {
            within(LAST_FLUSH, output::flush);
        }
    }

    private static void within(Duration timeout, Scope.Body<NetException> step) throws NetException {
        Scope scope = Scope.current();
        long nanos = Math.max(0, timeout.toNanos());
        scope.until(Deadline.after(scope.platform().parker().now(), nanos)).run(step);
    }
}
