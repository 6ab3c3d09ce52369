package dev.minato.client;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.framed.Framed;
import dev.minato.framed.FramedHalves;
import dev.minato.framed.FramedReader;
import dev.minato.framed.FramedWriter;
import dev.minato.net.ByteStream;
import dev.minato.platform.wait.Deadline;
import dev.minato.task.TaskGroup;
import dev.minato.task.Tasks;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;

/// What goes on between a client and its server once they are connected: a task that reads, and within it one
/// that writes.
///
/// ```
///  callers ──▶ queue ──▶ writer: claims, expects a reply, encodes; flushes when the queue is empty ──▶ kernel
///                          │
///                       replies
///                          │
///  callers ◀─────────── reader: takes the request that the reply is for, settles it ◀──────────────── kernel
/// ```
///
/// The writer takes all that tasks have queued before it flushes, so their requests share a syscall. The reader
/// waits in a read all the time, so it hears of the peer's end at once, in an idle connection, too.
final class Link<I, O> {
    /// A connection that was silent for so long is looked at before it is written to: its end may lie there.
    private static final long LOOK_AFTER = 500_000_000;

    /// How long replies may still be read after a write has failed because the peer went away.
    private static final Duration LAST_REPLIES = Duration.ofSeconds(1);

    /// So many replies in a row that nobody asked for end the connection.
    private static final int MAX_STRAYS = 1000;

    private final Connection<I, O> connection;
    private final Pool<I, O> pool;
    private final ClientSettings.Times times;
    private final ByteStream stream;
    private final CountedOutput<O> output;
    private final FramedReader<I> reader;
    private final FramedWriter<O> writer;
    private final Replies<I, O> replies;

    /// When the last reply came, or the connection was made.
    private volatile long lastReply;

    private int straysInARow;

    Link(Connection<I, O> connection, Pool<I, O> pool, ByteStream stream, CountedOutput<O> output, Framed<I, O> framed)
            throws NetException {
        this.connection = connection;
        this.pool = pool;
        this.times = pool.settings.times();
        this.stream = stream;
        this.output = output;
        framed.setMessageTimeout(Duration.ofNanos(times.read()));
        FramedHalves<I, O> halves = framed.split();
        this.reader = halves.reader();
        this.writer = halves.writer();
        this.replies = pool.settings
                .matching()
                .<Replies<I, O>>map(matching -> new Replies.ById<>(matching.ofReply()))
                .orElseGet(Replies.InOrder::new);
        this.lastReply = pool.now();
    }

    /// Reads and writes until the connection was idle for too long. Afterwards both tasks are over, and the
    /// stream is closed.
    void run() throws NetException {
        try (var group = new TaskGroup();
                ByteStream _ = stream) {
            group.spawn("minato-client-writer", this::writeRequests);
            readReplies();
        }
    }

    private void readReplies() throws NetException {
        stream.setReadTimeout(Duration.ofNanos(Math.min(times.read(), times.idle())));
        while (!connection.isEnding()) {
            try {
                Optional<I> reply = reader.read();
                lastReply = pool.now();
                settle(reply.orElseThrow(() -> over("the server closed the connection")));
            } catch (NetException e) {
                if (isBadReply(e)) {
                    settleBad(e);
                } else if (!isSilence(e)) {
                    throw e;
                } else if (isOver()) {
                    return;
                }
            }
        }
    }

    /// Says of a failure where it was, if it does not.
    NetException named(NetException failure) {
        return stream.peerName().map(failure::withAddress).orElse(failure);
    }

    private static NetException over(String why) {
        return NetException.of(ErrorKind.UNEXPECTED_EOF, "read", why);
    }

    private boolean isBadReply(NetException e) {
        return e.operation().equals("decode") && !reader.isFailed() && e.kind() != ErrorKind.UNEXPECTED_EOF;
    }

    private static boolean isSilence(NetException e) {
        return e.kind() == ErrorKind.TIMED_OUT && e.operation().equals("read");
    }

    private void settle(I reply) throws NetException {
        Exchange<I, O> exchange = replies.take(reply);
        if (exchange == null) {
            dropStray();
            return;
        }
        straysInARow = 0;
        pool.giveBack(connection);
        if (!exchange.reply(reply)) {
            connection.lateReply();
        }
    }

    /// A message that cannot be read is a reply all the same, where the order says to what.
    private void settleBad(NetException bad) throws NetException {
        Exchange<I, O> exchange = replies.takeNext();
        if (exchange == null) {
            dropStray();
            return;
        }
        pool.giveBack(connection);
        exchange.fail(bad, Exchange.REPLY, true, false);
    }

    private void dropStray() throws NetException {
        if (pool.settings.matching().isEmpty()) {
            throw stray("a reply that nobody asked for");
        }
        pool.countStray(stream.peerName().orElse("the server"));
        if (++straysInARow == MAX_STRAYS) {
            throw stray(MAX_STRAYS + " replies in a row that nobody asked for");
        }
    }

    private static NetException stray(String what) {
        return NetException.of(ErrorKind.INVALID_DATA, "read", what);
    }

    /// After a wait without a byte: whether the connection was idle for long enough. Fails if replies are due.
    private boolean isOver() throws NetException {
        long now = pool.now();
        long busySince = pool.busySince(connection);
        boolean busy = busySince != Deadline.NEVER;
        long since = busy ? Math.max(busySince, lastReply) : lastReply;
        long left = (busy ? times.read() : times.idle()) - (now - since);
        if (left <= 0 && busy) {
            throw NetException.of(ErrorKind.TIMED_OUT, "read", "no reply for " + Duration.ofNanos(times.read()));
        }
        if (left <= 0 && pool.retire(connection)) {
            return true;
        }
        // Never longer than replies may be due, should a request come meanwhile.
        stream.setReadTimeout(Duration.ofNanos(Math.max(1, Math.min(left, times.read()))));
        return false;
    }

    private void writeRequests() throws InterruptedException {
        try {
            writeAll();
        } catch (NetException e) {
            if (e.kind() == ErrorKind.CONNECTION_RESET || e.kind() == ErrorKind.BROKEN_PIPE) {
                // The peer is gone, but what it said before may lie in the receive queue. The reader, once it has
                // come to the end, cancels this task.
                pause(LAST_REPLIES);
            }
            connection.end(e);
        } catch (RuntimeException | Error e) {
            connection.end(
                    NetException.builder(ErrorKind.OTHER, "write").cause(e).build());
            throw e;
        }
    }

    private static void pause(Duration time) throws InterruptedException {
        try {
            Tasks.sleep(time);
        } catch (NetException e) {
            throw new AssertionError("a task of its own has no deadline", e);
        }
    }

    private void writeAll() throws InterruptedException, NetException {
        for (var first = connection.queue().receive();
                first.isPresent();
                first = connection.queue().receive()) {
            if (pool.now() - lastReply > LOOK_AFTER) {
                look(first.get());
            }
            for (var next = first; next.isPresent(); next = connection.queue().tryReceive()) {
                write(next.get());
            }
            writer.flush();
        }
    }

    /// Looks for the end of the stream that the reader has not come to yet; then `next` is not sent here.
    private void look(Exchange<I, O> next) throws NetException {
        try {
            if (stream.tryPeek(ByteBuffer.allocate(1)) == -1) {
                throw over("the server closed the connection");
            }
        } catch (NetException e) {
            if (e.kind() != ErrorKind.UNSUPPORTED) {
                pool.giveBack(connection);
                next.fail(e, Exchange.REQUEST, false, true);
                throw e;
            }
        }
    }

    private void write(Exchange<I, O> exchange) throws NetException {
        if (!exchange.claim(output.encoded())) {
            pool.giveBack(connection);
            return;
        }
        if (!replies.expect(exchange)) {
            pool.giveBack(connection);
            exchange.fail(named(duplicate(exchange.id())), Exchange.REQUEST, false, false);
            return;
        }
        try {
            writer.write(exchange.request());
        } catch (NetException e) {
            boolean refused = e.operation().equals("encode");
            unwritten(exchange, e, refused ? "encode" : Exchange.REQUEST, !refused);
            if (!refused) {
                throw e;
            }
        } catch (RuntimeException e) {
            NetException broken =
                    NetException.builder(ErrorKind.OTHER, "encode").cause(e).build();
            unwritten(exchange, broken, "encode", false);
        }
    }

    private static NetException duplicate(Object id) {
        return NetException.of(
                ErrorKind.ALREADY_EXISTS, Exchange.REQUEST, "a request with the id " + id + " is in flight");
    }

    private void unwritten(Exchange<I, O> exchange, NetException why, String operation, boolean movable) {
        if (replies.withdraw(exchange)) {
            pool.giveBack(connection);
            exchange.fail(why, operation, false, movable);
        }
    }

    /// Fails what has no reply; once both tasks are over.
    void failRest(NetException why) {
        for (Exchange<I, O> exchange : replies.takeAll()) {
            pool.giveBack(connection);
            exchange.fail(why, Exchange.REQUEST, output.hasTaken(exchange.start()), true);
        }
    }
}
