package dev.minato.codec;

import dev.minato.error.NetException;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Optional;

/// Messages that are lines of text, as bytes ([#bytes]) or as strings ([#utf8]).
///
/// ```
///   bytes on the wire          LineCodec.utf8(80)      .terminated()            .crlf()
///   a CR LF                    a                       a                        a
///   b LF                       b                       b                        INVALID_DATA
///   c CR d CR LF               c CR d                  c CR d                   INVALID_DATA
///   e, end of the stream       e                       UNEXPECTED_EOF           e
/// ```
///
/// **Reading.** A line ends with LF or CR LF, and is given without either. A CR anywhere else is part of the
/// line. An empty line is a message. What is left at the end of the stream is a line too, just as it came: a CR
/// at its very end has no LF behind it and stays; [#isTerminated] tells it from the others. Nothing left is no
/// line. Of a codec that is [#terminated], what is left is no line but an error: for requests, of which one
/// that was cut off must not be taken for a shorter one. For one with [#crlf] only CR LF ends a line.
///
/// **Limit.** `max` counts the bytes of a line without its LF or CR LF: with 3, `abc\r\n` is taken and `abcd\n`
/// is not. It is from 1 to 1 GiB; anything else is an `IllegalArgumentException`. The reader's buffer needs
/// `max + 2` bytes.
///
/// **Errors in reading** are about one line, which is skipped; the next call goes on with the line behind it.
/// - `MESSAGE_TOO_LONG`: the line is longer than `max`. Thrown once, as soon as that is certain and without
///   waiting for the line's end; the rest of it is then dropped as it comes, and never kept. If the stream ends
///   within it, there is no further line.
/// - `UNEXPECTED_EOF`: the stream ended within a line ([#terminated] only).
/// - `INVALID_DATA`: the line is not UTF-8 ([#utf8] only; overlong forms and encoded surrogates are refused),
///   or has a CR or an LF that is not part of its CR LF ([#crlf] only; a stray LF is told at once, and the rest
///   of the line is dropped as it comes).
///
/// **Writing** appends LF, or CR LF with [#crlf]. What the reader at the other end would not get back as one
/// equal line is refused, and nothing is written:
/// - `MESSAGE_TOO_LONG`: the message has more than `max` bytes;
/// - `INVALID_INPUT`: it contains an LF, which would end the line early and let the rest pass for a line of its
///   own; or it ends with a CR, which would be taken for part of the line's end (with [#crlf], a CR anywhere);
///   or ([#utf8] only) it has half a surrogate pair, for which UTF-8 has no bytes.
///
/// **Threading.** A codec keeps state: one for each connection, with at most one thread that decodes and one
/// that encodes.
///
/// Follows `std::io::BufRead::lines`, with a limit; unlike `tokio_util::codec::LinesCodec` the limit does not
/// count the CR, and a line feed cannot be smuggled in. Since a bare LF ends a line as well as CR LF does, only
/// [#crlf] is for protocols in which the two must be told apart, such as the body of a mail (RFC 5321 section
/// 2.3.8). Most text protocols are read leniently and written with CR LF: decode with one codec, encode with
/// another.
///
/// @param <M> what a line is as a message
public abstract sealed class LineCodec<M> implements Codec<M, M> permits ByteLineCodec, Utf8LineCodec {
    final LineFormat format;
    final LineScanner lines;

    LineCodec(LineFormat format) {
        this.format = format;
        this.lines = new LineScanner(format);
    }

    /// Lines of bytes, whatever they mean.
    ///
    /// A decoded line is a view onto the reader's buffer, valid until the next call or until that buffer
    /// changes, and for reading only: what is written to it goes into the buffer. Its position and limit may be
    /// moved freely. Nothing is allocated for a line as long as the buffer is the same object.
    ///
    /// A message to encode runs from its position to its limit and is left as it is, so one buffer can be sent
    /// again and again, and by many threads.
    ///
    /// @param max the longest line in bytes, from 1 to 1 GiB
    public static LineCodec<ByteBuffer> bytes(int max) {
        return new ByteLineCodec(LineFormat.of(max));
    }

    /// Lines of text in UTF-8.
    ///
    /// @param max the longest line in bytes (not characters), from 1 to 1 GiB
    public static LineCodec<String> utf8(int max) {
        return new Utf8LineCodec(LineFormat.of(max));
    }

    /// Another codec, for which a last line without its end is `UNEXPECTED_EOF`, and dropped.
    public final LineCodec<M> terminated() {
        return with(format.terminated());
    }

    /// Another codec, for which only CR LF ends a line: strict in what it reads, and so in what it writes.
    public final LineCodec<M> crlf() {
        return with(format.crlf());
    }

    /// Whether the line that was given last had its end; false for one that the end of the stream left without,
    /// and before the first.
    public final boolean isTerminated() {
        return lines.isTerminated();
    }

    /// A codec of the same kind, which has read nothing.
    abstract LineCodec<M> with(LineFormat other);

    /// The line that the scanner found, if it found one, as a message.
    abstract Optional<M> message(ByteBuffer input, boolean isFound) throws NetException;

    @Override
    public final Optional<M> decode(ByteBuffer input) throws NetException {
        Objects.requireNonNull(input, "input");
        return message(input, lines.next(input));
    }

    @Override
    public final Optional<M> decodeEnd(ByteBuffer input) throws NetException {
        Objects.requireNonNull(input, "input");
        return message(input, lines.last(input));
    }

    @Override
    public final boolean isWithin(ByteBuffer input) {
        Objects.requireNonNull(input, "input");
        return lines.isWithin(input);
    }

    @Override
    public final long ended() {
        return lines.ended();
    }

    @Override
    public final void reset() {
        lines.reset();
    }

    @Override
    public final int maxBuffered() {
        return lines.maxBuffered();
    }
}
