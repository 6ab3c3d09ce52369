package dev.minato.framed;

import dev.minato.codec.Codec;
import dev.minato.codec.Decoder;
import dev.minato.codec.Encoder;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.net.ByteSink;
import dev.minato.net.ByteSource;
import dev.minato.net.ByteStream;
import dev.minato.task.BoundedChannel;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
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
/// one that recovers, such as the lines', the next read goes on behind the bad message; with one that does not,
/// each further read fails in the same way. [#isFailed] says which. All others are the stream's (`read`,
/// `write`). All name the stream's peer. A decoder that breaks its rules so that a read would never end is an
/// `IllegalStateException`.
///
/// {@snippet file="dev/minato/examples/framing/ShoutingLines.java" region="recover"}
///
/// **After a timeout or an interrupt** nothing is lost in either direction: the call can be made again.
///
/// **Memory.** The buffers are of a pool. The input's is given back before a read waits, and the output's
/// when all is sent, so that an idle connection holds none; one whose message has begun holds 512 bytes, or
/// as much as has come. The input's grows up to what the decoder needs for one message, but is at least of
/// 16 KiB, or of 64 KiB where that is not enough; the output's up to the high-water mark
/// ([#setHighWaterMark]) or one message. So a message that is a view is not to be touched after the next
/// read: its bytes may be another connection's then.
///
/// **A protocol that changes in mid-stream** goes on with another codec ([#switchTo]), or without any
/// ([#intoParts]); no byte is lost.
///
/// **For one task at a time**: a call while another one is in progress is an `IllegalStateException`, since
/// what one task writes while another waits in a read would not be sent. [#split] gives a reader and a writer
/// for two tasks. The stream's timeouts apply; in its non-blocking mode reads wait all the same.
///
/// @param <I> what is read
/// @param <O> what is written
public final class Framed<I, O> implements AutoCloseable {
    private static final String RULE = "a Framed is for one task at a time: split() it for a reader and a writer";

    private final ExclusiveUse use = new ExclusiveUse(RULE);
    private final FramedReader<I> reader;
    private final FramedWriter<O> writer;

    /// What a Framed was put together of.
    ///
    /// @param source where the rest comes from
    /// @param sink where the rest goes; the same stream as the source, or another
    /// @param unread what was read and makes no message yet, from its position to its limit
    /// @param unsent what was written and not sent, from its position to its limit
    public record Parts(ByteSource source, ByteSink sink, ByteBuffer unread, ByteBuffer unsent) {
        /// All of them.
        public Parts {
            Objects.requireNonNull(source, "source");
            Objects.requireNonNull(sink, "sink");
            Objects.requireNonNull(unread, "unread");
            Objects.requireNonNull(unsent, "unsent");
        }
    }

    /// Frames `stream`, which it closes when it is closed, with a codec that nothing else uses.
    public Framed(ByteStream stream, Codec<I, O> codec) {
        this(Objects.requireNonNull(stream, "stream"), stream, Objects.requireNonNull(codec, "codec"), codec);
    }

    /// Frames `stream` with a decoder for what is read and an encoder for what is written.
    public Framed(ByteStream stream, Decoder<I> decoder, Encoder<O> encoder) {
        this(Objects.requireNonNull(stream, "stream"), stream, decoder, encoder);
    }

    /// Frames two directions, such as the halves of a stream or of two; closing closes both.
    public Framed(ByteSource source, ByteSink sink, Decoder<I> decoder, Encoder<O> encoder) {
        this.writer = new FramedWriter<>(sink, encoder, use);
        this.reader = new FramedReader<>(source, decoder, use, writer::send);
    }

    /// Goes on where another one was taken apart, with a codec that nothing else uses.
    public Framed(Parts parts, Codec<I, O> codec) {
        this(parts, Objects.requireNonNull(codec, "codec"), codec);
    }

    /// Goes on where another one was taken apart, with a decoder and an encoder that nothing else uses.
    public Framed(Parts parts, Decoder<I> decoder, Encoder<O> encoder) {
        this(Objects.requireNonNull(parts, "parts").source(), parts.sink(), decoder, encoder);
        reader.addUnread(parts.unread());
        writer.addUnsent(parts.unsent());
    }

    /// One that goes on where `reader` and `writer` are, which are not used any more.
    private Framed(FramedReader<?> reader, Decoder<I> decoder, FramedWriter<?> writer, Encoder<O> encoder) {
        this.writer = writer.with(encoder, use);
        this.reader = reader.with(decoder, use, this.writer::send);
    }

    /// Bounds how long a message may take to come; as [FramedReader#setMessageTimeout].
    public void setMessageTimeout(Duration timeout) {
        reader.setMessageTimeout(timeout);
    }

    /// Bounds how much is queued; as [FramedWriter#setHighWaterMark].
    public void setHighWaterMark(int bytes) {
        writer.setHighWaterMark(bytes);
    }

    /// The next message, waiting for it if need be; empty at the end of the stream, and each time after it.
    ///
    /// Before it waits it flushes what was written. A message may be a view that is valid until the next read;
    /// the decoder says so. `UNEXPECTED_EOF` if the stream ends within a message, where that is an error.
    ///
    /// @throws IllegalStateException if another task is reading or writing, or this is over
    public Optional<I> read() throws NetException {
        return reader.read();
    }

    /// The next message if it is there now; empty if not. Flushes nothing; otherwise as [FramedReader#tryRead].
    ///
    /// @throws IllegalStateException if another task is reading or writing, or this is over
    public Optional<I> tryRead() throws NetException {
        return reader.tryRead();
    }

    /// Whether the stream has ended; as [FramedReader#isEnded].
    public boolean isEnded() {
        return reader.isEnded();
    }

    /// Whether a part of a message has come, and the rest has not; as [FramedReader#isWithinMessage].
    public boolean isWithinMessage() {
        return reader.isWithinMessage();
    }

    /// The next message of the peer or the next value of `channel`, whichever comes first; before it waits it
    /// flushes what was written. Otherwise as [FramedReader#readOr].
    ///
    /// {@snippet file="dev/minato/examples/framing/ChatServer.java" region="read"}
    ///
    /// @param <V> the channel's values
    /// @throws IllegalStateException if another task is reading or writing, or this is over
    public <V> Arrival<I, V> readOr(BoundedChannel<V> channel) throws NetException {
        return reader.readOr(channel);
    }

    /// Whether an error of a message was fatal; as [FramedReader#isFailed].
    public boolean isFailed() {
        return reader.isFailed();
    }

    /// Puts a message into the buffer; see the class for when it goes out.
    ///
    /// If the encoder refuses the message (`INVALID_INPUT`, `MESSAGE_TOO_LONG`, operation `encode`), nothing
    /// of it is written. Fails as [ByteSink#write] does when the buffer is full and has to go out first; then
    /// the message is not in it. `CLOSED` once the stream is closed.
    ///
    /// @throws IllegalStateException if another task is reading or writing, or this is over
    public void write(O message) throws NetException {
        writer.write(message);
    }

    /// Sends what was written, and blocks until the kernel has taken it. After a failure what is left can be
    /// flushed again.
    ///
    /// @throws IllegalStateException if another task is reading or writing, or this is over
    public void flush() throws NetException {
        writer.flush();
    }

    /// Parts this into a reader and a writer, for two tasks that each own one. Only [FramedWriter#flush] sends
    /// what was written, also what was written before; no read does.
    ///
    /// The two take over all there is: do not use this any more, and close them in its place. Closing the
    /// writer ends writing (the peer reads to the end); closing both closes the stream. The two directions of
    /// a `Framed` that was made of a source and a sink are closed with the reader and with the writer.
    ///
    /// `CLOSED`; `UNSUPPORTED` by a stream that cannot be parted ([ByteStream#split]). Then this stays as it
    /// is.
    ///
    /// @throws IllegalStateException if another task is reading or writing, or this is over
    public FramedHalves<I, O> split() throws NetException {
        use.begin("split");
        return use.last("it was split: use its reader and its writer", this::halves);
    }

    /// Goes on with another codec, which nothing else uses; as [#switchTo(Decoder, Encoder)].
    public <J, P> Framed<J, P> switchTo(Codec<J, P> codec) {
        return switchTo(Objects.requireNonNull(codec, "codec"), codec);
    }

    /// Goes on with another decoder and another encoder, for a protocol that changes in mid-stream.
    ///
    /// {@snippet file="dev/minato/examples/framing/WebSocketEcho.java" region="switch"}
    ///
    /// Nothing is lost and nothing is sent: the decoder begins with the first byte that makes no message yet,
    /// which may have come with the last message; what was written stays queued in front of what will be. The
    /// message timeout and the high-water mark stay what they are. This is over; use what is returned.
    ///
    /// **Before TLS** (STARTTLS), what is unread was sent in the clear and must not pass for encrypted: take this
    /// apart ([#intoParts]) and refuse a peer that has sent anything.
    ///
    /// @throws IllegalStateException if another task is reading or writing, or this is over already
    public <J, P> Framed<J, P> switchTo(Decoder<J> decoder, Encoder<P> encoder) {
        Objects.requireNonNull(decoder, "decoder");
        Objects.requireNonNull(encoder, "encoder");
        use.begin();
        return use.last(
                "it was switched to another codec: use what switchTo returned",
                () -> new Framed<>(reader, decoder, writer, encoder));
    }

    /// Ends this without closing the stream, and hands back all it has, so that nothing is lost.
    ///
    /// @throws IllegalStateException if another task is reading or writing, or this is over already
    public Parts intoParts() {
        use.begin();
        return use.last(
                "it was taken apart: use its parts",
                () -> new Parts(source(), sink(), reader.takeUnread(), writer.takeUnsent()));
    }

    private FramedHalves<I, O> halves() throws NetException {
        if (!source().equals(sink())) {
            return new FramedHalves<>(reader.from(source()), writer.to(sink()));
        }
        if (source() instanceof ByteStream stream) {
            var halves = stream.split();
            return new FramedHalves<>(reader.from(halves.reader()), writer.to(halves.writer()));
        }
        throw NetException.of(ErrorKind.UNSUPPORTED, "split");
    }

    /// The source underneath: the stream, or what it was made with. Bytes that were read already and make no
    /// message yet are not in it any more.
    public ByteSource source() {
        return reader.source();
    }

    /// The sink underneath: the stream, or what it was made with. What was not flushed yet has not reached it.
    public ByteSink sink() {
        return writer.sink();
    }

    /// Flushes what was written, for at most a second, and closes the stream, or the sink and then the source,
    /// also if the flush fails; that failure is thrown. No-op if closed, split,
    /// switched or taken apart.
    ///
    /// Where another task is reading or writing, nothing more is flushed: its call ends with `CLOSED`, and so does
    /// one that begins meanwhile.
    @Override
    public void close() throws NetException {
        if (!use.isOver()) {
            try (reader) {
                writer.close();
            }
        }
    }
}
