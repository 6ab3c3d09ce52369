package dev.minato.framed;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.net.ByteStream;
import dev.minato.net.Shutdown;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A stream without a peer: what comes, piece by piece, is laid down before; what happens is written down.
final class ScriptedStream implements ByteStream {
    /// `wait`, `write 12`, `close`, in the order of what was called.
    final List<String> calls = new ArrayList<>();

    /// All that was written.
    final ByteArrayOutputStream written = new ByteArrayOutputStream();

    private final Deque<byte[]> later = new ArrayDeque<>();
    private final Deque<Optional<NetException>> writes = new ArrayDeque<>();
    private ByteBuffer now = ByteBuffer.allocate(0);
    private boolean ending;
    private boolean ended;
    private int mostAWrite = Integer.MAX_VALUE;
    private boolean pausing = true;
    private Runnable beforeRead = () -> {};
    private Runnable beforeWait = () -> {};
    private Runnable beforeWrite = () -> {};

    private Set<byte[]> memory = new HashSet<>();

    /// The largest room that a read was given.
    int largestRead;

    /// Each read notes the memory that it was given.
    ScriptedStream readingInto(Set<byte[]> memory) {
        this.memory = memory;
        return this;
    }

    /// A piece that is there once the reader has waited for it.
    ScriptedStream thenComes(String piece) {
        later.add(piece.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /// Pieces are there at once, one a read: nobody has to wait for them.
    ScriptedStream withoutPause() {
        pausing = false;
        return this;
    }

    /// Something happens before each read.
    ScriptedStream beforeRead(Runnable event) {
        beforeRead = event;
        return this;
    }

    /// Something happens before each wait.
    ScriptedStream beforeWait(Runnable event) {
        beforeWait = event;
        return this;
    }

    /// Something happens before each write.
    ScriptedStream beforeWrite(Runnable event) {
        beforeWrite = event;
        return this;
    }

    /// The stream ends behind the last piece.
    ScriptedStream thenEnds() {
        ending = true;
        return this;
    }

    /// A write takes so much at most.
    ScriptedStream takesAtMost(int bytes) {
        mostAWrite = bytes;
        return this;
    }

    /// The next write but those before works.
    ScriptedStream nextWriteWorks() {
        writes.add(Optional.empty());
        return this;
    }

    /// The write after those fails.
    ScriptedStream nextWriteFails(ErrorKind kind) {
        writes.add(Optional.of(NetException.of(kind, "write")));
        return this;
    }

    String text() {
        return written.toString(StandardCharsets.UTF_8);
    }

    @Override
    public int tryRead(ByteBuffer buffer) {
        largestRead = Math.max(largestRead, buffer.remaining());
        beforeRead.run();
        memory.add(buffer.array());
        if (!pausing && !now.hasRemaining() && !later.isEmpty()) {
            now = ByteBuffer.wrap(later.remove());
        }
        if (!now.hasRemaining()) {
            return ended ? -1 : 0;
        }
        int count = Math.min(buffer.remaining(), now.remaining());
        buffer.put(now.slice(now.position(), count));
        now.position(now.position() + count);
        return count;
    }

    /// A wait for what never comes times out.
    @Override
    public void awaitReadable() throws NetException {
        calls.add("wait");
        beforeWait.run();
        if (now.hasRemaining() || ended) {
            return;
        }
        if (!later.isEmpty()) {
            now = ByteBuffer.wrap(later.remove());
        } else if (ending) {
            ended = true;
        } else {
            throw NetException.of(ErrorKind.TIMED_OUT, "read");
        }
    }

    @Override
    public int write(ByteBuffer buffer) throws NetException {
        beforeWrite.run();
        Optional<NetException> failure = writes.isEmpty() ? Optional.empty() : writes.remove();
        if (failure.isPresent()) {
            calls.add("failed write");
            throw failure.get();
        }
        int count = Math.min(buffer.remaining(), mostAWrite);
        byte[] bytes = new byte[count];
        buffer.get(bytes);
        written.writeBytes(bytes);
        calls.add("write " + count);
        return count;
    }

    @Override
    public void close() {
        if (isOpen()) {
            calls.add("close");
        }
    }

    @Override
    public int read(ByteBuffer buffer) {
        throw new AssertionError("not used");
    }

    @Override
    public int tryWrite(ByteBuffer buffer) {
        throw new AssertionError("not used");
    }

    @Override
    public void readExact(ByteBuffer buffer) {
        throw new AssertionError("not used");
    }

    @Override
    public byte[] readToEnd(int limit) {
        throw new AssertionError("not used");
    }

    @Override
    public int readToEnd(ByteBuffer buffer) {
        throw new AssertionError("not used");
    }

    @Override
    public String readToString(int limit) {
        throw new AssertionError("not used");
    }

    @Override
    public void awaitReadable(Duration timeout) {
        throw new AssertionError("not used");
    }

    @Override
    public void awaitWritable() {
        throw new AssertionError("not used");
    }

    @Override
    public void awaitWritable(Duration timeout) {
        throw new AssertionError("not used");
    }

    @Override
    public void setReadTimeout(Duration timeout) {}

    @Override
    public void clearReadTimeout() {}

    @Override
    public Optional<Duration> readTimeout() {
        return Optional.empty();
    }

    @Override
    public void setWriteTimeout(Duration timeout) {}

    @Override
    public void clearWriteTimeout() {}

    @Override
    public Optional<Duration> writeTimeout() {
        return Optional.empty();
    }

    @Override
    public void shutdown(Shutdown how) {}

    @Override
    public InputStream inputStream() {
        return InputStream.nullInputStream();
    }

    @Override
    public OutputStream outputStream() {
        return OutputStream.nullOutputStream();
    }

    @Override
    public boolean isOpen() {
        return !calls.contains("close");
    }
}
