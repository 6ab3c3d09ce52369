package dev.minato.services.game;

import java.nio.ByteBuffer;

/// What a server gives to whoever asks to join, to be shown again from the same address.
record Cookie(long high, long low) {
    /// What a client shows that has none yet.
    static final Cookie NONE = new Cookie(0, 0);

    static Cookie of(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new Cookie(buffer.getLong(0), buffer.getLong(Long.BYTES));
    }

    /// Compares in a time that tells nothing of where they differ.
    boolean isSame(Cookie other) {
        return ((high ^ other.high) | (low ^ other.low)) == 0;
    }
}
