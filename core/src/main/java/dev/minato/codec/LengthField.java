package dev.minato.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// A binary length of 1 to 8 bytes, unsigned, at an offset.
final class LengthField implements FrameHeader {
    private final int offset;
    private final int size;
    private final ByteOrder order;
    private final long mask;
    private final int adjustment;
    private long frame;

    LengthField(int offset, int size, ByteOrder order, long mask, int adjustment) {
        this.offset = offset;
        this.size = size;
        this.order = order;
        this.mask = mask;
        this.adjustment = adjustment;
    }

    @Override
    public boolean parse(ByteBuffer input) {
        if (input.remaining() < offset + size) {
            return false;
        }
        long value = read(input, input.position() + offset) & mask;
        frame = value < 0 ? TOO_LONG : FrameHeader.sum(value, (long) offset + size + adjustment);
        return true;
    }

    private long read(ByteBuffer input, int at) {
        long value = 0;
        for (int i = 0; i < size; i++) {
            int index = order == ByteOrder.BIG_ENDIAN ? i : size - 1 - i;
            value = value << Byte.SIZE | input.get(at + index) & 0xff;
        }
        return value;
    }

    @Override
    public int length() {
        return offset + size;
    }

    @Override
    public int maxLength() {
        return length();
    }

    @Override
    public long frame() {
        return frame;
    }

    @Override
    public int lengthFor(long payload) {
        long value = payload - adjustment;
        boolean fits =
                value >= 0 && (value & mask) == value && (size == Long.BYTES || value >>> (size * Byte.SIZE) == 0);
        return fits ? length() : UNSAYABLE;
    }

    @Override
    public void write(long payload, ByteBuffer output) {
        long value = payload - adjustment;
        for (int i = 0; i < size; i++) {
            int index = order == ByteOrder.BIG_ENDIAN ? size - 1 - i : i;
            output.put((byte) (value >>> (index * Byte.SIZE)));
        }
    }
}
