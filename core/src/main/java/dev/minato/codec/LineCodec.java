package dev.minato.codec;

import java.nio.ByteBuffer;

/// Messages that are lines of text.
///
/// **Reading.** A line ends with LF or CR LF, and is given without either. A CR anywhere else is part of the
/// line. An empty line is a message. What is left at the end of the stream is a line too, just as it came: a CR
/// at its very end has no LF behind it and stays. Nothing left is no line. With [#terminatedBytes] and
/// [#terminatedUtf8], what is left is no line but an error: for requests, of which one that was cut off must
/// not be taken for a shorter one.
///
/// **Limit.** `max` counts the bytes of a line without its LF or CR LF: with 3, `abc\r\n` is taken and `abcd\n`
/// is not. It is from 1 to 1 GiB; anything else is an `IllegalArgumentException`. The reader's buffer needs
/// `max + 2` bytes.
///
/// **Errors in reading** are about one line, which is skipped; the next call goes on with the line behind it.
/// - `MESSAGE_TOO_LONG`: the line is longer than `max`. Thrown once, as soon as that is certain and without
///   waiting for the line's end; the rest of it is then dropped as it comes, and never kept. If the stream ends
///   within it, there is no further line.
/// - `UNEXPECTED_EOF`: the stream ended within a line ([#terminatedBytes] and [#terminatedUtf8] only).
/// - `INVALID_DATA`: the line is not UTF-8 ([#utf8] only). Overlong forms and encoded surrogates are refused.
///
/// **Writing** appends LF. What the reader at the other end would not get back as one equal line is refused,
/// and nothing is written:
/// - `MESSAGE_TOO_LONG`: the message has more than `max` bytes;
/// - `INVALID_INPUT`: it contains an LF, which would end the line early and let the rest pass for a line of its
///   own; or it ends with a CR, which would be taken for part of the line's end; or ([#utf8] only) it has half
///   a surrogate pair, for which UTF-8 has no bytes.
///
/// **Threading.** A codec keeps state: one for each connection, with at most one thread that decodes and one
/// that encodes.
///
/// Follows `std::io::BufRead::lines`, with a limit; unlike `tokio_util::codec::LinesCodec` the limit does not
/// count the CR, and a line feed cannot be smuggled in. Since a bare LF ends a line as well as CR LF does, it
/// is not for protocols in which the two must be told apart, such as the body of a mail.
public final class LineCodec {
    private LineCodec() {}

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
    public static Codec<ByteBuffer, ByteBuffer> bytes(int max) {
        return new ByteLineCodec(max, LineEnd.OPTIONAL);
    }

    /// Lines of text in UTF-8.
    ///
    /// @param max the longest line in bytes (not characters), from 1 to 1 GiB
    public static Codec<String, String> utf8(int max) {
        return new Utf8LineCodec(max, LineEnd.OPTIONAL);
    }

    /// As [#bytes], but what is left at the end of the stream without LF is `UNEXPECTED_EOF`, and dropped.
    ///
    /// @param max the longest line in bytes, from 1 to 1 GiB
    public static Codec<ByteBuffer, ByteBuffer> terminatedBytes(int max) {
        return new ByteLineCodec(max, LineEnd.REQUIRED);
    }

    /// As [#utf8], but what is left at the end of the stream without LF is `UNEXPECTED_EOF`, and dropped.
    ///
    /// @param max the longest line in bytes (not characters), from 1 to 1 GiB
    public static Codec<String, String> terminatedUtf8(int max) {
        return new Utf8LineCodec(max, LineEnd.REQUIRED);
    }
}
