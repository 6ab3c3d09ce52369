package dev.minato.services.dns;

import dev.minato.error.NetException;
import dev.minato.services.exposition.MetricFamily;
import dev.minato.task.Permits;
import dev.minato.task.TaskGroup;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;

/// The answers to queries: from the cache at once, or from a server in a task of their own, so many at a
/// time.
///
/// ```
///  query ──▶ cache ──known──▶ answer
///              │ new                       ┌──▶ servers ──▶ answer
///              └──▶ a permit? ── yes: task ┤
///                      └── no: SERVFAIL    └── none in time: SERVFAIL
/// ```
///
/// For all threads.
final class DnsForwarder implements AutoCloseable {
    /// Room for the longest message, and what a reply adds to it.
    static final int ROOM = 65_535 + 11;

    private final RacingResolver resolver;
    private final QueryCounts counts = new QueryCounts();
    private final Permits inProgress;
    private final TaskGroup tasks = TaskGroup.isolated();

    /// What an answer for a connection is copied from.
    private final ByteBuffer scratch = ByteBuffer.allocate(ROOM);

    /// Sends a reply, in whatever thread has it.
    @FunctionalInterface
    interface Way {
        void send(ByteBuffer reply) throws NetException;
    }

    DnsForwarder(RacingResolver resolver, int maxInProgress) {
        this.resolver = resolver;
        this.inProgress = new Permits(maxInProgress);
    }

    QueryCounts counts() {
        return counts;
    }

    List<MetricFamily> families() {
        return counts.families(resolver.counts());
    }

    /// Writes the reply to `output`, which has [#ROOM], from 0 on, and flips; false if the cache does not
    /// know it.
    ///
    /// @param max the bytes of the reply at most
    boolean fromCache(Query query, ByteBuffer output, int max) {
        output.clear();
        if (!resolver.fromCache(query.question(), output)) {
            return false;
        }
        counts.add(QueryResult.HIT);
        finish(output.flip(), query, max);
        return true;
    }

    /// As [#fromCache(Query, ByteBuffer, int)], with bytes of its own.
    Optional<ByteBuffer> fromCache(Query query, int max) {
        synchronized (scratch) {
            return fromCache(query, scratch, max)
                    ? Optional.of(ByteBuffer.allocate(scratch.remaining())
                            .put(scratch)
                            .flip())
                    : Optional.empty();
        }
    }

    private void finish(ByteBuffer message, Query query, int max) {
        if (Reply.answer(message, query, max)) {
            counts.addCut();
        }
    }

    /// Asks the servers, and sends the reply that comes of it, in any case; only a forwarder that closes
    /// sends none. Does not wait.
    void ask(Query query, int max, Way way) {
        if (!inProgress.tryAcquire()) {
            counts.add(QueryResult.OVERLOADED);
            send(failure(query), way);
            return;
        }
        try {
            var _ = tasks.spawn("dns", () -> {
                try {
                    forward(query, max, way);
                } finally {
                    inProgress.release();
                }
            });
        } catch (IllegalStateException closed) {
            inProgress.release();
            counts.add(QueryResult.ABANDONED);
        }
    }

    private void forward(Query query, int max, Way way) {
        ByteBuffer reply;
        try {
            byte[] answer = resolver.answer(query.question());
            reply = ByteBuffer.allocate(answer.length + Reply.OPT_LENGTH)
                    .put(answer)
                    .flip();
            finish(reply, query, max);
            counts.add(QueryResult.FORWARDED);
        } catch (NetException e) {
            switch (e.kind()) {
                case CLOSED, INTERRUPTED -> {
                    counts.add(QueryResult.ABANDONED);
                    return;
                }
                default -> {
                    counts.add(QueryResult.FAILED);
                    reply = failure(query);
                }
            }
        }
        send(reply, way);
    }

    private static ByteBuffer failure(Query query) {
        int length = QueryCheck.HEADER + query.question().length() + Reply.OPT_LENGTH;
        var reply = ByteBuffer.allocate(length);
        Reply.failure(query, reply);
        return reply;
    }

    private void send(ByteBuffer reply, Way way) {
        try {
            way.send(reply);
        } catch (NetException gone) {
            counts.add(QueryResult.ABANDONED);
        }
    }

    /// Waits until nothing is in progress, for so long at most.
    void awaitIdle(Duration timeout) {
        try {
            tasks.join(timeout);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (NetException | ExecutionException late) {
            // What is in progress ends when this is closed.
        }
    }

    /// Ends what is in progress; nobody gets an answer any more.
    @Override
    public void close() {
        resolver.close();
        tasks.close();
    }
}
