package dev.minato.codec;

import dev.minato.error.NetException;
import java.nio.ByteBuffer;

/// A length in groups of 7 bits, the lowest first; the top bit of a byte says that another follows (LEB128).
final class VarintField implements FrameHeader {
    private static final int GROUP = 7;
    private static final int MORE = 0x80;

    private final int offset;
    private final int maxWidth;
    private final int adjustment;
    private int length;
    private long frame;

    VarintField(int offset, int maxWidth, int adjustment) {
        this.offset = offset;
        this.maxWidth = maxWidth;
        this.adjustment = adjustment;
    }

    @Override
    public boolean parse(ByteBuffer input) throws NetException {
        long value = 0;
        int from = input.position() + offset;
        for (int width = 0; width < maxWidth; width++) {
            if (from + width >= input.limit()) {
                return false;
            }
            byte group = input.get(from + width);
            value |= (long) (group & (MORE - 1)) << (GROUP * width);
            if ((group & MORE) == 0) {
                length = offset + width + 1;
                frame = FrameHeader.sum(value, (long) length + adjustment);
                return true;
            }
        }
        throw FrameHeader.invalid("a varint of more than " + maxWidth + " bytes");
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public int maxLength() {
        return offset + maxWidth;
    }

    @Override
    public long frame() {
        return frame;
    }

    @Override
    public int lengthFor(long payload) {
        long value = payload - adjustment;
        int bits = Math.max(1, Long.SIZE - Long.numberOfLeadingZeros(value));
        int width = Math.ceilDiv(bits, GROUP);
        return value < 0 || width > maxWidth ? UNSAYABLE : offset + width;
    }

    @Override
    public void write(long payload, ByteBuffer output) {
        long value = payload - adjustment;
        for (; value >= MORE; value >>>= GROUP) {
            output.put((byte) (value | MORE));
        }
        output.put((byte) value);
    }
}
