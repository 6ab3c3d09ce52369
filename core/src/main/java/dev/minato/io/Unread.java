package dev.minato.io;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.net.ByteSource;
import dev.minato.platform.Platform;
import dev.minato.platform.wait.Budget;
import dev.minato.platform.Scope;
import java.nio.ByteBuffer;

/// The bytes that were read from a source and not consumed yet: the buffer's position and limit enclose them.
///
/// ```
///   0        position          limit          capacity
///   ├─ consumed ─┼──── unread ────┼──── room ────┤
/// ```
///
/// It is allocated at the first read, grows only while somebody needs more bytes at once, and goes back to its
/// first size before it is filled when it is empty.
final class Unread {
    private static final byte[] NONE = {};

    private final ByteSource source;
    private final int capacity;

    /// What is given out of the buffer waits for nothing.
    private final Budget budget = new Budget(Platform.current().parker());

    private boolean handedBack;

    /// Of the capacity asked for, to come back to; empty before the first read.
    private byte[] first = NONE;

    private byte[] bytes = NONE;
    private ByteBuffer buffer = ByteBuffer.wrap(NONE);
    private ByteBuffer view = buffer;

    Unread(ByteSource source, int capacity) {
        this.source = source;
        this.capacity = capacity;
    }

    int capacity() {
        return capacity;
    }

    ByteBuffer buffer() {
        return buffer;
    }

    /// What is behind the buffer, with the same indices.
    byte[] bytes() {
        return bytes;
    }

    int count() {
        return buffer.remaining();
    }

    void consume(int count) {
        budget.spend(count);
        buffer.position(buffer.position() + count);
    }

    void consumeAll() {
        buffer.position(buffer.limit());
    }

    /// The unread bytes, in one and the same object as long as the buffer is the same.
    ByteBuffer view() {
        return view.limit(buffer.limit()).position(buffer.position());
    }

    /// The stream; `CLOSED` once it has been handed back.
    ByteSource source() throws NetException {
        if (handedBack) {
            throw failure(ErrorKind.CLOSED, "the stream was handed back");
        }
        return source;
    }

    /// A failure of a read, which names the source's peer as those of the source do.
    NetException failure(ErrorKind kind, String detail) {
        var failure = NetException.builder(kind, "read").detail(detail);
        source.peerName().ifPresent(failure::address);
        return failure.build();
    }

    /// `INTERRUPTED` if the calling thread is, for loops that may never wait; its flag stays set.
    void checkInterrupt() throws NetException {
        try {
            Scope.checkInterrupt("read");
        } catch (NetException e) {
            throw source.peerName().map(e::withAddress).orElse(e);
        }
    }

    boolean isHandedBack() {
        return handedBack;
    }

    /// Ends the use of the source; what is unread stays with the caller.
    ByteBuffer handBack() {
        ByteBuffer unread = buffer;
        handedBack = true;
        use(NONE, 0);
        return unread;
    }

    /// Reads behind what is there, waiting for something to come, with `most` bytes having to fit in at once;
    /// -1 at the end of the stream. A failure leaves everything as it was.
    int fill(int most) throws NetException {
        ByteSource from = source();
        makeRoom(most);
        int position = buffer.position();
        int limit = buffer.limit();
        buffer.limit(buffer.capacity()).position(limit);
        try {
            return from.read(buffer);
        } finally {
            buffer.limit(buffer.position()).position(position);
        }
    }

    /// Bytes that are more than half of the buffer are rather given a larger one than moved.
    private void makeRoom(int most) {
        if (!buffer.hasRemaining()) {
            clear();
        } else if (buffer.limit() < bytes.length) {
            return;
        } else if (bytes.length < most && count() > bytes.length / 2) {
            grow((int) Math.min(most, 2L * bytes.length));
        } else if (buffer.position() > 0) {
            buffer.compact().flip();
        } else {
            throw new AssertionError("no room for " + most + " bytes in " + buffer);
        }
    }

    private void clear() {
        if (first.length < capacity) {
            first = new byte[capacity];
        }
        if (bytes.length == capacity) {
            buffer.position(0).limit(0);
        } else {
            use(first, 0);
        }
    }

    private void grow(int length) {
        int count = count();
        var larger = new byte[length];
        buffer.get(larger, 0, count);
        use(larger, count);
    }

    private void use(byte[] other, int count) {
        bytes = other;
        buffer = ByteBuffer.wrap(other, 0, count);
        view = buffer.duplicate();
    }
}
