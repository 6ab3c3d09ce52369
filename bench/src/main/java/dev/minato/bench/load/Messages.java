package dev.minato.bench.load;

import java.nio.ByteBuffer;

/// The bytes of the messages: different for each connection and each message, ended by a line feed.
final class Messages {
    private static final int VARIANTS = 256;

    private final byte[] pattern;
    private final int size;

    Messages(int size) {
        this.size = size;
        pattern = new byte[VARIANTS + size];
        for (int i = 0; i < pattern.length; i++) {
            byte value = (byte) i;
            pattern[i] = value == '\n' || value == '\r' ? (byte) '.' : value;
        }
    }

    int size() {
        return size;
    }

    void write(int client, long number, ByteBuffer to) {
        to.put(pattern, start(client, number), size - 1).put((byte) '\n');
    }

    /// Whether what remains in `bytes`, up to the end of the message, is that message from `at` on.
    boolean isPart(int client, long number, int at, ByteBuffer bytes) {
        int length = bytes.remaining();
        boolean ends = at + length == size;
        int plain = ends ? length - 1 : length;
        ByteBuffer expected = ByteBuffer.wrap(pattern, start(client, number) + at, plain);
        return bytes.slice(bytes.position(), plain).equals(expected) && (!ends || bytes.get(bytes.limit() - 1) == '\n');
    }

    private static int start(int client, long number) {
        return (int) ((client * 31L + number * 17) & (VARIANTS - 1));
    }
}
