package dev.minato.services.kv;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// A map key of bytes: a copy that is stored, or a reusable view for look-ups.
///
/// Comparable, so that a `ConcurrentHashMap` finds even keys chosen to collide in logarithmic time.
final class Key implements Comparable<Key> {
    private byte[] bytes;
    private int from;
    private int to;
    private int hash;

    /// An empty view.
    Key() {
        this(new byte[0], 0);
    }

    private Key(byte[] bytes, int hash) {
        this.bytes = bytes;
        this.to = bytes.length;
        this.hash = hash;
    }

    /// Makes this a view of that part of a buffer, which must have an array. Must not be called on a key that
    /// is in a map.
    void view(ByteBuffer buffer, int from, int to) {
        this.bytes = buffer.array();
        this.from = buffer.arrayOffset() + from;
        this.to = buffer.arrayOffset() + to;
        int h = 0;
        for (int i = this.from; i < this.to; i++) {
            h = 31 * h + bytes[i];
        }
        this.hash = h;
    }

    /// Returns a key with a copy of the bytes.
    Key copy() {
        return new Key(Arrays.copyOfRange(bytes, from, to), hash);
    }

    int length() {
        return to - from;
    }

    @Override
    public int compareTo(Key other) {
        return Arrays.compare(bytes, from, to, other.bytes, other.from, other.to);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Key that
                && hash == that.hash
                && Arrays.equals(bytes, from, to, that.bytes, that.from, that.to);
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
