package dev.minato.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;

/// Frames with a binary length in front: most binary protocols.
///
/// ```
///   ┌── offset ──┬── field ──┬── value + adjustment ──┬─ trailer ─┐
///   │ 10         │ 00 00 00  │ …                      │ ce        │     at most max bytes together
///   └────────────┴───────────┴────────────────────────┴───────────┘
///   └─────────────────── the whole frame ─────────────────────────┘
///                            └─────── payload ────────┘
/// ```
///
/// A value that describes the frame; each method returns another one. [#codec] makes a codec of it, one for
/// each connection.
///
/// ```
///   LengthCodec.ofBytes(4)                        00000005 68656c6c6f            ──▶ 68656c6c6f
///   LengthCodec.ofBytes(2).adjustment(-2)         0007 68656c6c6f                ──▶ 68656c6c6f
///   LengthCodec.ofBytes(3).littleEndian()
///           .adjustment(1).wholeFrame()           050000 00 68656c6c6f           ──▶ all of it
///   LengthCodec.ofVarint(4).offset(1)
///           .wholeFrame()                         30 05 68656c6c6f               ──▶ all of it
/// ```
///
/// **Messages** are the payload, or with [#wholeFrame] the frame from its first byte to its last. A decoded
/// one is a view onto the reader's buffer, valid until the next call or until that buffer changes. An empty
/// payload is a message.
///
/// **Limit.** `max` counts the whole frame. Nothing is allocated by what a length says.
///
/// **Errors in reading.**
/// - `MESSAGE_TOO_LONG` (recoverable): the frame is longer than `max`; it is skipped, exactly, as it comes.
///   Fatal if the length is 2⁶³ or more.
/// - `INVALID_DATA` (fatal): the frame would be shorter than its own header, a varint is wider than its
///   bound, or the trailer is not there.
/// - `UNEXPECTED_EOF`: the stream ended within a frame.
///
/// **Writing** puts the header before a payload and the trailer behind it. Of whole frames it checks that the
/// header says the length that they have, else `INVALID_INPUT`. `MESSAGE_TOO_LONG` for more than `max`, or
/// for more than the field can say.
///
/// **Threading.** This is immutable. A codec keeps state: one for each connection, with at most one thread
/// that decodes and one that encodes.
///
/// Follows Netty's `LengthFieldBasedFrameDecoder` in what its parameters mean; unlike tokio's
/// `LengthDelimitedCodec`, the maximum holds for the frame, and not for the field.
public final class LengthCodec {
    private static final int MAX_FRAME = 1 << 30;
    private static final int MAX_OFFSET = 1 << 16;
    private static final int MAX_VARINT = 9;

    private final int size;
    private final boolean varint;
    private final int offset;
    private final ByteOrder order;
    private final long mask;
    private final int adjustment;
    private final byte[] trailer;
    private final boolean wholeFrame;

    private LengthCodec(
            int size,
            boolean varint,
            int offset,
            ByteOrder order,
            long mask,
            int adjustment,
            byte[] trailer,
            boolean wholeFrame) {
        this.size = size;
        this.varint = varint;
        this.offset = offset;
        this.order = order;
        this.mask = mask;
        this.adjustment = adjustment;
        this.trailer = trailer;
        this.wholeFrame = wholeFrame;
    }

    /// An unsigned field of `size` bytes, big-endian, that counts what follows it.
    ///
    /// @throws IllegalArgumentException if the size is not from 1 to 8
    public static LengthCodec ofBytes(int size) {
        within("size", 1, Long.BYTES, size);
        return new LengthCodec(size, false, 0, ByteOrder.BIG_ENDIAN, -1, 0, new byte[0], false);
    }

    /// A varint of at most `maxWidth` bytes, the lowest group of 7 bits first (LEB128, as protobuf and MQTT
    /// have it), that counts what follows it. It need not be as short as it could be.
    ///
    /// @throws IllegalArgumentException if the width is not from 1 to 9
    public static LengthCodec ofVarint(int maxWidth) {
        within("maxWidth", 1, MAX_VARINT, maxWidth);
        return new LengthCodec(maxWidth, true, 0, ByteOrder.BIG_ENDIAN, -1, 0, new byte[0], false);
    }

    /// With so many bytes of header before the field.
    ///
    /// @throws IllegalArgumentException if the offset is not from 0 to 65,536
    public LengthCodec offset(int offset) {
        within("offset", 0, MAX_OFFSET, offset);
        return new LengthCodec(size, varint, offset, order, mask, adjustment, trailer, wholeFrame);
    }

    /// With the lowest byte first.
    ///
    /// @throws IllegalStateException for a varint, which has no order
    public LengthCodec littleEndian() {
        notOfVarint("byte order");
        return new LengthCodec(size, false, offset, ByteOrder.LITTLE_ENDIAN, mask, adjustment, trailer, wholeFrame);
    }

    /// With only these bits of the field as the length; the others are flags, which are there to see in
    /// [#wholeFrame] and are written as 0 otherwise.
    ///
    /// @throws IllegalArgumentException if the mask is 0
    /// @throws IllegalStateException for a varint
    public LengthCodec mask(long mask) {
        notOfVarint("mask");
        if (mask == 0) {
            throw new IllegalArgumentException("mask: at least one bit, not 0");
        }
        return new LengthCodec(size, false, offset, order, mask, adjustment, trailer, wholeFrame);
    }

    /// With so many bytes more behind the field than it says: negative if it counts itself or what stands
    /// before it, positive if the header goes on behind it. The trailer is not among them.
    public LengthCodec adjustment(int adjustment) {
        return new LengthCodec(size, varint, offset, order, mask, adjustment, trailer, wholeFrame);
    }

    /// With these bytes at the end of each frame, which the field does not count.
    public LengthCodec trailer(byte... trailer) {
        Objects.requireNonNull(trailer, "trailer");
        return new LengthCodec(size, varint, offset, order, mask, adjustment, trailer.clone(), wholeFrame);
    }

    /// With the whole frame as a message: header, payload and trailer.
    public LengthCodec wholeFrame() {
        return new LengthCodec(size, varint, offset, order, mask, adjustment, trailer, true);
    }

    /// A codec of frames of at most `max` bytes.
    ///
    /// @throws IllegalArgumentException if `max` is less than an empty frame has, or more than 1 GiB
    /// @throws IllegalStateException if there are bytes before the field and the messages are payloads: what
    ///     stands there could not be written. Use [#wholeFrame], or [#decoder]
    public Codec<ByteBuffer, ByteBuffer> codec(int max) {
        if (offset > 0 && !wholeFrame) {
            throw new IllegalStateException("a payload does not say what stands before its length");
        }
        return prefixed(max);
    }

    /// A decoder of frames of at most `max` bytes.
    ///
    /// @throws IllegalArgumentException if `max` is less than an empty frame has, or more than 1 GiB
    public Decoder<ByteBuffer> decoder(int max) {
        return prefixed(max);
    }

    private PrefixedCodec prefixed(int max) {
        within("max", offset + size + trailer.length, MAX_FRAME, max);
        return new PrefixedCodec(header(), header(), max, trailer, wholeFrame);
    }

    private FrameHeader header() {
        return varint
                ? new VarintField(offset, size, adjustment)
                : new LengthField(offset, size, order, mask, adjustment);
    }

    private void notOfVarint(String what) {
        if (varint) {
            throw new IllegalStateException("a varint has no " + what);
        }
    }

    static void within(String what, int least, int most, int value) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(what + " must be from " + least + " to " + most + ", not " + value);
        }
    }
}
