package dev.minato.bench.codec;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.minato.codec.Decoder;
import dev.minato.codec.DelimiterCodec;
import dev.minato.codec.FixedLengthCodec;
import dev.minato.codec.LengthCodec;
import dev.minato.codec.LineCodec;
import dev.minato.codec.TextLengthCodec;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.handler.codec.DelimiterBasedFrameDecoder;
import io.netty.handler.codec.FixedLengthFrameDecoder;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.handler.codec.LineBasedFrameDecoder;
import io.netty.handler.codec.protobuf.ProtobufVarint32FrameDecoder;
import io.netty.handler.codec.string.StringDecoder;
import java.util.Arrays;
import java.util.List;

/// A way to frame messages, and the decoders of both libraries for it.
public enum Framing {
    /// Lines, as bytes.
    LINE("lines to views"),
    /// Lines, as strings.
    LINE_TEXT("lines to strings"),
    /// A length of 4 bytes in front.
    LENGTH("length of 4 bytes"),
    /// A length in groups of 7 bits in front.
    VARINT("varint length"),
    /// A delimiter of one byte.
    DELIMITER("delimiter of 1 byte"),
    /// The second of two delimiters, of two bytes each.
    DELIMITERS("2 delimiters of 2 bytes"),
    /// One length for all.
    FIXED("fixed length"),
    /// A length in decimal digits in front, up to a colon, and a comma behind.
    DIGITS("netstring");

    private static final int MAX = 1 << 16;
    private static final int FIELD = 4;
    private static final int GROUP = 7;
    private static final byte SEMICOLON = ';';
    private static final byte[] FIRST = {0x1c, 0x0d};
    private static final byte[] SECOND = {0x1d, 0x0d};

    /// What the table calls it.
    public final String title;

    Framing(String title) {
        this.title = title;
    }

    /// One frame of `size` bytes, all told.
    byte[] frame(int size) {
        var frame = new byte[size];
        Arrays.fill(frame, (byte) 'x');
        byte[] head = head(size);
        System.arraycopy(head, 0, frame, 0, head.length);
        byte[] tail = tail();
        System.arraycopy(tail, 0, frame, size - tail.length, tail.length);
        return frame;
    }

    private byte[] head(int size) {
        return switch (this) {
            case LENGTH -> new byte[] {0, 0, (byte) ((size - FIELD) >> Byte.SIZE), (byte) (size - FIELD)};
            case VARINT ->
                size <= 1 << GROUP
                        ? new byte[] {(byte) (size - 1)}
                        : new byte[] {(byte) ((size - 2) | 1 << GROUP), (byte) ((size - 2) >> GROUP)};
            case DIGITS -> digits(size);
            default -> new byte[0];
        };
    }

    private static byte[] digits(int size) {
        int digits = 1;
        while (Integer.toString(size - digits - 2).length() > digits) {
            digits++;
        }
        return (size - digits - 2 + ":").getBytes(US_ASCII);
    }

    private byte[] tail() {
        return switch (this) {
            case LINE, LINE_TEXT -> new byte[] {'\n'};
            case DELIMITER -> new byte[] {SEMICOLON};
            case DELIMITERS -> SECOND;
            case DIGITS -> new byte[] {','};
            default -> new byte[0];
        };
    }

    /// Minato's decoder of frames of `size` bytes.
    Decoder<?> minato(int size) {
        return switch (this) {
            case LINE -> LineCodec.bytes(MAX);
            case LINE_TEXT -> LineCodec.utf8(MAX);
            case LENGTH -> LengthCodec.ofBytes(FIELD).codec(MAX);
            case VARINT -> LengthCodec.ofVarint(FIELD).codec(MAX);
            case DELIMITER -> DelimiterCodec.of(MAX, new byte[] {SEMICOLON});
            case DELIMITERS -> DelimiterCodec.of(MAX, FIRST, SECOND);
            case FIXED -> FixedLengthCodec.of(size);
            case DIGITS -> TextLengthCodec.decimal().until(':').trailer(',').codec(MAX);
        };
    }

    /// Netty's decoders of frames of `size` bytes; none where it has no such decoder.
    List<ChannelHandler> netty(int size) {
        return switch (this) {
            case LINE -> List.of(new LineBasedFrameDecoder(MAX));
            case LINE_TEXT -> List.of(new LineBasedFrameDecoder(MAX), new StringDecoder(UTF_8));
            case LENGTH -> List.of(new LengthFieldBasedFrameDecoder(MAX, 0, FIELD, 0, FIELD));
            case VARINT -> List.of(new ProtobufVarint32FrameDecoder());
            case DELIMITER ->
                List.of(new DelimiterBasedFrameDecoder(MAX, Unpooled.wrappedBuffer(new byte[] {SEMICOLON})));
            case DELIMITERS ->
                List.of(new DelimiterBasedFrameDecoder(
                        MAX, Unpooled.wrappedBuffer(FIRST), Unpooled.wrappedBuffer(SECOND)));
            case FIXED -> List.of(new FixedLengthFrameDecoder(size));
            case DIGITS -> List.of();
        };
    }
}
