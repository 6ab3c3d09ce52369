package dev.minato.cli;

import dev.minato.platform.wait.LastResort;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// A bounded queue of lines in front of standard output or error, written by one daemon thread.
///
/// [#print] never blocks: an event loop whose log waits for a pipe that nobody reads would stall every
/// connection. So the queue is lock-free, and what it has no room for is dropped; how much that was is said
/// in one line, behind the lines that were queued before.
///
/// ```
///  print                                   the writer
///  -----                                   ----------
///  add to the queue                        idle = true
///  idle?  yes: idle = false, unpark        queue empty?  yes: park
/// ```
///
/// Each writes before it reads, so at least one of them sees what the other did.
final class BackgroundWriter {
    /// High-water mark in characters, at which further lines are dropped.
    static final int MAX_QUEUED = 256 * 1024;

    /// Maximum characters of one text; the rest is cut off.
    static final int MAX_TEXT = 32 * 1024;

    /// The longest that an exit waits for the queue to drain.
    static final Duration EXIT_FLUSH = Duration.ofMillis(500);

    private final String name;
    private final FileChannel channel;
    private final Charset charset;
    private final Queue<String> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger queued = new AtomicInteger();
    private final AtomicInteger dropped = new AtomicInteger();
    private final Thread thread;

    /// Messages that were dropped or could not be written, and were not reported yet; confined to the
    /// writer's thread.
    private int unreported;

    private volatile boolean idle;
    private volatile boolean closing;

    /// Starts the writer's thread; `name` is what the channel is called in messages.
    BackgroundWriter(String name, FileChannel channel, Charset charset) {
        this.name = name;
        this.channel = channel;
        this.charset = charset;
        this.thread =
                Thread.ofPlatform().daemon().name(name.replace(' ', '-')).unstarted(() -> LastResort.guard(this::run));
        thread.start();
    }

    /// Queues whole lines, which end in a newline; drops them if the queue is full. Never blocks.
    void print(String lines) {
        if (queued.get() >= MAX_QUEUED) {
            dropped.incrementAndGet();
            return;
        }
        String text = lines.length() <= MAX_TEXT ? lines : lines.substring(0, MAX_TEXT) + "...\n";
        queued.addAndGet(text.length());
        queue.add(text);
        wake();
    }

    private void wake() {
        if (idle) {
            idle = false;
            LockSupport.unpark(thread);
        }
    }

    /// Blocks until what is queued has been written, [#EXIT_FLUSH] at most; what is printed afterwards is
    /// lost.
    void close() {
        closing = true;
        LockSupport.unpark(thread);
        try {
            thread.join(EXIT_FLUSH);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        var batch = new StringBuilder();
        while (!closing || !queue.isEmpty() || dropped.get() > 0) {
            parkWhileIdle();
            writeBatch(batch);
        }
    }

    private void parkWhileIdle() {
        idle = true;
        while (idle && queue.isEmpty() && dropped.get() == 0 && !closing) {
            LockSupport.park(this);
        }
        idle = false;
    }

    /// Writes everything that is queued, and then how much was dropped.
    private void writeBatch(StringBuilder batch) {
        batch.setLength(0);
        int texts = 0;
        for (String text = queue.poll(); text != null; text = queue.poll()) {
            batch.append(text);
            queued.addAndGet(-text.length());
            texts++;
        }
        unreported += dropped.getAndSet(0);
        if (unreported > 0) {
            batch.append("minato: ").append(unreported).append(unreported == 1 ? " message was" : " messages were");
            batch.append(" dropped, because nobody read ").append(name).append('\n');
        }
        boolean written =
                batch.isEmpty() || write(ByteBuffer.wrap(batch.toString().getBytes(charset)));
        unreported = written ? 0 : unreported + texts;
    }

    /// Returns whether it could be written; a failure cannot be reported anywhere.
    private boolean write(ByteBuffer bytes) {
        try {
            StandardStreams.writeAll(channel, bytes);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
