package dev.minato.io;

import dev.minato.buffer.GrowingBuffer;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.net.ByteSource;
import dev.minato.platform.Platform;
import dev.minato.platform.pace.Budget;
import java.nio.ByteBuffer;

/// The bytes that were read from a source and not consumed yet.
///
/// The buffer is allocated at the first read, grows only while somebody needs more bytes at once, and goes
/// back to its first size before it is filled when it is empty.
final class Unread {
    private final ByteSource source;
    private final int capacity;
    private final GrowingBuffer buffer;

    /// What is given out of the buffer waits for nothing.
    private final Budget budget = new Budget(Platform.current().parker());

    private boolean handedBack;
    private ByteBuffer viewed;
    private ByteBuffer view;

    Unread(ByteSource source, int capacity) {
        this.source = source;
        this.capacity = capacity;
        this.buffer = new GrowingBuffer(capacity, capacity);
        this.viewed = buffer.content();
        this.view = viewed.duplicate();
    }

    int capacity() {
        return capacity;
    }

    ByteBuffer buffer() {
        return buffer.content();
    }

    /// What is behind the buffer, with the same indices.
    byte[] bytes() {
        return buffer.content().array();
    }

    int count() {
        return buffer.count();
    }

    void consume(int count) {
        budget.spend(count);
        ByteBuffer content = buffer.content();
        content.position(content.position() + count);
    }

    void consumeAll() {
        ByteBuffer content = buffer.content();
        content.position(content.limit());
    }

    /// The unread bytes, in one and the same object as long as the buffer is the same.
    @SuppressWarnings("ReferenceEquality") // equal bytes in another buffer are not the bytes to view
    ByteBuffer view() {
        ByteBuffer content = buffer.content();
        if (content != viewed) {
            viewed = content;
            view = content.duplicate();
        }
        return view.limit(content.limit()).position(content.position());
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
        Interrupts.check("read", source);
    }

    boolean isHandedBack() {
        return handedBack;
    }

    /// Ends the use of the source; what is unread stays with the caller.
    ByteBuffer handBack() {
        handedBack = true;
        return buffer.takeAll();
    }

    /// Puts bytes behind what is there.
    void append(ByteBuffer bytes) {
        buffer.reclaim(capacity);
        buffer.makeRoom(bytes.remaining(), Math.max(count() + bytes.remaining(), capacity));
        buffer.beginAppend().put(bytes);
        buffer.endAppend();
    }

    /// Reads behind what is there, waiting for something to come, with `most` bytes having to fit in at once;
    /// -1 at the end of the stream. A failure leaves everything as it was.
    int fill(int most) throws NetException {
        ByteSource from = source();
        buffer.reclaim(capacity);
        buffer.makeRoom(1, Math.max(most, capacity));
        ByteBuffer room = buffer.beginAppend();
        try {
            return from.read(room);
        } finally {
            buffer.endAppend();
        }
    }
}
