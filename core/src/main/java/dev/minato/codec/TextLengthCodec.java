package dev.minato.codec;

import java.nio.ByteBuffer;
import java.util.Objects;

/// Frames with a length in digits in front.
///
/// ```
///   TextLengthCodec.decimal().until(':').trailer(',')          5:hello,        ──▶ hello       netstring
///   TextLengthCodec.decimal().until(' ')                       5 hello         ──▶ hello       RFC 6587
///   TextLengthCodec.hexadecimal().digits(4)
///           .adjustment(-4).headerAlone(2).wholeFrame()        0009hello       ──▶ 0009hello   git pkt-line
///                                                              0000            ──▶ 0000
/// ```
///
/// A value that describes the frame; each method returns another one. [#codec] makes a codec of it, one for
/// each connection. Messages, limit, threads and writing are those of [LengthCodec].
///
/// **Digits.** Hexadecimal ones may be upper or lower case, and are written in lower case. Up to a terminator
/// there is at least one digit, at most 15, and no zero in front of another: what one side takes for 7 and
/// the other for an error would let a peer hide a frame.
///
/// **Errors in reading.**
/// - `MESSAGE_TOO_LONG` (recoverable): the frame is longer than `max`; it is skipped, exactly, as it comes.
/// - `INVALID_DATA` (fatal): no digit where one belongs, a frame shorter than its header, a trailer that is
///   not there.
/// - `UNEXPECTED_EOF`: the stream ended within a frame.
public final class TextLengthCodec {
    private static final int DECIMAL = 10;
    private static final int HEXADECIMAL = 16;
    private static final int MAX_FRAME = 1 << 30;
    private static final int MAX_FIXED = 15;

    private final int radix;
    private final int fixed;
    private final byte terminator;
    private final int adjustment;
    private final int headerAlone;
    private final byte[] trailer;
    private final boolean wholeFrame;

    private TextLengthCodec(
            int radix,
            int fixed,
            byte terminator,
            int adjustment,
            int headerAlone,
            byte[] trailer,
            boolean wholeFrame) {
        this.radix = radix;
        this.fixed = fixed;
        this.terminator = terminator;
        this.adjustment = adjustment;
        this.headerAlone = headerAlone;
        this.trailer = trailer;
        this.wholeFrame = wholeFrame;
    }

    /// How the length is written: decimal digits. Say next how many, or what ends them.
    public static Digits decimal() {
        return new Digits(DECIMAL);
    }

    /// How the length is written: hexadecimal digits. Say next how many, or what ends them.
    public static Digits hexadecimal() {
        return new Digits(HEXADECIMAL);
    }

    /// The digits of a length, without their end yet.
    public static final class Digits {
        private final int radix;

        private Digits(int radix) {
            this.radix = radix;
        }

        /// So many digits, zeros in front.
        ///
        /// @throws IllegalArgumentException if it is not from 1 to 15
        public TextLengthCodec digits(int count) {
            LengthCodec.within("count", 1, MAX_FIXED, count);
            return new TextLengthCodec(radix, count, (byte) 0, 0, 0, new byte[0], false);
        }

        /// As many digits as stand before this character, which belongs to the header.
        ///
        /// @throws IllegalArgumentException if it is a digit itself, or not ASCII
        public TextLengthCodec until(char terminator) {
            if (terminator > 0x7f || Character.digit(terminator, radix) >= 0) {
                throw new IllegalArgumentException(
                        "terminator: an ASCII character that is no digit, not " + terminator);
            }
            return new TextLengthCodec(radix, 0, (byte) terminator, 0, 0, new byte[0], false);
        }
    }

    /// With so many bytes more behind the digits than they say: negative if they count themselves. The
    /// trailer is not among them.
    public TextLengthCodec adjustment(int adjustment) {
        return new TextLengthCodec(radix, fixed, terminator, adjustment, headerAlone, trailer, wholeFrame);
    }

    /// With frames of the header alone for the values from 0 to `most`, which then say something else than a
    /// length. To tell them apart, use [#wholeFrame].
    ///
    /// @throws IllegalArgumentException if it is negative
    public TextLengthCodec headerAlone(int most) {
        LengthCodec.within("most", 0, Integer.MAX_VALUE - 1, most);
        return new TextLengthCodec(radix, fixed, terminator, adjustment, most + 1, trailer, wholeFrame);
    }

    /// With these bytes at the end of each frame, which the digits do not count.
    public TextLengthCodec trailer(byte... trailer) {
        Objects.requireNonNull(trailer, "trailer");
        return new TextLengthCodec(radix, fixed, terminator, adjustment, headerAlone, trailer.clone(), wholeFrame);
    }

    /// With this ASCII character at the end of each frame.
    ///
    /// @throws IllegalArgumentException if it is not ASCII
    public TextLengthCodec trailer(char trailer) {
        LengthCodec.within("trailer", 0, 0x7f, trailer);
        return trailer((byte) trailer);
    }

    /// With the whole frame as a message: digits, payload and trailer.
    public TextLengthCodec wholeFrame() {
        return new TextLengthCodec(radix, fixed, terminator, adjustment, headerAlone, trailer, true);
    }

    /// A codec of frames of at most `max` bytes, digits and trailer included.
    ///
    /// @throws IllegalArgumentException if `max` is less than the longest header and the trailer have (16
    ///     bytes up to a terminator), or more than 1 GiB
    public Codec<ByteBuffer, ByteBuffer> codec(int max) {
        LengthCodec.within("max", header().maxLength() + trailer.length, MAX_FRAME, max);
        return new PrefixedCodec(header(), header(), max, trailer, wholeFrame);
    }

    private FrameHeader header() {
        return new TextLength(radix, fixed, terminator, adjustment, headerAlone);
    }
}
