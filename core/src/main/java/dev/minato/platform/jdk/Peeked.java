package dev.minato.platform.jdk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;

/// The bytes that a peek took from the channel, for the next reads: the JDK has no MSG_PEEK.
///
/// Peeks and reads go one at a time, with this as their lock: a peek between a reader's look here and its read
/// of the channel would put later bytes before earlier ones.
final class Peeked {
    private static final int MAX_SIZE = 16 * 1024;
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    /// From position to limit, what was peeked at and not read yet. Guarded by this.
    private ByteBuffer bytes = NOTHING;

    private volatile boolean any;

    boolean isAny() {
        return any;
    }

    /// Copies the bytes, with more of the channel if those are fewer than asked for: as
    /// [TryStream#tryPeek][dev.minato.platform.TryStream#tryPeek].
    synchronized int peek(ByteBuffer into, ReadableByteChannel channel) throws IOException {
        int wanted = Math.min(into.remaining(), MAX_SIZE);
        int more = bytes.remaining() < wanted ? fill(wanted, channel) : 0;
        int count = look(into);
        return count == 0 && more == -1 ? -1 : count;
    }

    /// Copies what was peeked at before; 0 if nothing is left of it.
    synchronized int look(ByteBuffer into) {
        int count = Math.min(bytes.remaining(), into.remaining());
        into.put(bytes.slice(bytes.position(), count));
        return count;
    }

    private int fill(int wanted, ReadableByteChannel channel) throws IOException {
        var larger = ByteBuffer.allocate(wanted).put(bytes.duplicate());
        int more = channel.read(larger);
        bytes = larger.flip();
        any = bytes.hasRemaining();
        return more;
    }

    /// Takes what was peeked at; 0 if nothing is left of it.
    synchronized int take(ByteBuffer into) {
        int count = look(into);
        bytes.position(bytes.position() + count);
        if (!bytes.hasRemaining()) {
            clear();
        }
        return count;
    }

    synchronized void clear() {
        bytes = NOTHING;
        any = false;
    }
}
