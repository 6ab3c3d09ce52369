package dev.minato.chaos;

import dev.minato.testing.Pattern;
import java.nio.ByteBuffer;
import java.util.Random;

/// A record on the wire, every byte of which tells where it belongs:
///
/// ```text
///   | id (8) | sequence number (8) | Pattern from id + sequence number (16) |
/// ```
final class NumberedRecord {
    static final int SIZE = 32;

    private NumberedRecord() {}

    static ByteBuffer buffer(int records, Random random) {
        int size = records * SIZE;
        return random.nextBoolean() ? ByteBuffer.allocateDirect(size) : ByteBuffer.allocate(size);
    }

    static void put(ByteBuffer buffer, long id, long sequence) {
        buffer.putLong(id).putLong(sequence);
        for (int i = 0; i < SIZE - 16; i++) {
            buffer.put(Pattern.at(id + sequence + i));
        }
    }

    /// Takes one record, whose payload must be that of its numbers; returns its ID.
    static long check(ByteBuffer buffer, long sequence) {
        long id = buffer.getLong();
        long number = buffer.getLong();
        if (number != sequence) {
            throw new AssertionError("record " + number + " of " + id + " instead of " + sequence);
        }
        for (int i = 0; i < SIZE - 16; i++) {
            if (buffer.get() != Pattern.at(id + number + i)) {
                throw new AssertionError("byte " + i + " of record " + number + " of " + id);
            }
        }
        return id;
    }
}
