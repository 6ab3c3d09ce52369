package dev.minato.framed;

import dev.minato.codec.Codec;
import dev.minato.codec.Decoder;
import dev.minato.codec.Encoder;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.net.ByteSink;
import dev.minato.net.ByteSource;
import dev.minato.net.ByteStream;
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
/// one that recovers, such as the lines', the next read goes on behind the bad message. All others are the
/// stream's (`read`, `write`). All name the stream's peer.
///
/// {@snippet file="dev/minato/examples/framing/ShoutingLines.java" region="recover"}
///
/// **After a timeout or an interrupt** nothing is lost in either direction: the call can be made again.
///
/// Memory: the buffers begin at 128 bytes when they are first needed and grow with what comes, so that an idle
/// connection of small messages holds little; the input's grows up to what the decoder needs for one message
/// (but not less than 16 KiB), the output's up to 64 KiB or one message; large ones are let go when they are
/// empty.
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

    /// Bounds how long a message may take to come; as [FramedReader#setMessageTimeout].
    public void setMessageTimeout(Duration timeout) {
        reader.setMessageTimeout(timeout);
    }

    /// The next message, waiting for it if need be; empty at the end of the stream, and each time after it.
    ///
    /// Before it waits it flushes what was written. A message may be a view that is valid until the next read;
    /// the decoder says so. `UNEXPECTED_EOF` if the stream ends within a message, where that is an error.
    ///
    /// @throws IllegalStateException if another task is reading or writing, or this was split
    public Optional<I> read() throws NetException {
        return reader.read();
    }

    /// Puts a message into the buffer; see the class for when it goes out.
    ///
    /// If the encoder refuses the message (`INVALID_INPUT`, `MESSAGE_TOO_LONG`, operation `encode`), nothing
    /// of it is written. Fails as [ByteSink#write] does when the buffer is full and has to go out first; then
    /// the message is not in it. `CLOSED` once the stream is closed.
    ///
    /// @throws IllegalStateException if another task is reading or writing, or this was split
    public void write(O message) throws NetException {
        writer.write(message);
    }

    /// Sends what was written, and blocks until the kernel has taken it. After a failure what is left can be
    /// flushed again.
    ///
    /// @throws IllegalStateException if another task is reading or writing, or this was split
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
    /// @throws IllegalStateException if another task is reading or writing, or this was split
    public FramedHalves<I, O> split() throws NetException {
        use.begin();
        boolean isSplit = false;
        try {
            var halves = halves();
            isSplit = true;
            return halves;
        } finally {
            if (isSplit) {
                use.endForGood();
            } else {
                use.end();
            }
        }
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
    /// also if the flush fails; that failure is thrown. No-op if closed or split.
    ///
    /// Where another task is reading or writing, nothing more is flushed: its call ends with `CLOSED`.
    @Override
    public void close() throws NetException {
        if (!use.isOver()) {
            try (reader) {
                writer.close();
            }
        }
    }
}
