package dev.minato.server;

import dev.minato.platform.wait.Parker;
import dev.minato.server.ConnectionActivity.Kind;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongConsumer;

/// What is known of a connection's doings: written by its own task, read by whoever asks.
final class ConnectionWatch {
    /// In place of a time: no handshake is in progress.
    private static final long NONE = -1;

    private final Parker parker;
    private final CountedStream stream;
    private final RequestClock requests;

    /// When the connection was accepted.
    private final long begun;

    /// When the TLS handshake in progress has begun.
    private volatile long handshakeSince = NONE;

    /// @param requestTimes is told how long each request took; empty if nobody wants to know
    ConnectionWatch(Parker parker, CountedStream stream, Optional<LongConsumer> requestTimes) {
        this.parker = parker;
        this.stream = stream;
        this.begun = parker.now();
        this.requests = new RequestClock(parker, begun, requestTimes);
    }

    RequestClock requests() {
        return requests;
    }

    void handshakeBegins() {
        handshakeSince = parker.now();
    }

    /// Returns how long the handshake took.
    Duration handshakeEnds() {
        var took = Duration.ofNanos(parker.now() - handshakeSince);
        handshakeSince = NONE;
        return took;
    }

    boolean isShakingHands() {
        return handshakeSince != NONE;
    }

    ConnectionStats stats() {
        return new ConnectionStats(
                Duration.ofNanos(parker.now() - begun),
                stream.bytesIn(),
                stream.bytesOut(),
                requests.requests(),
                Duration.ofNanos(requests.slowest()),
                activity());
    }

    private ConnectionActivity activity() {
        long handshake = handshakeSince;
        if (handshake != NONE) {
            return activity(Kind.HANDSHAKE, parker.now() - handshake);
        }
        Optional<Long> blocked = stream.blockedFor();
        if (blocked.isPresent()) {
            return activity(Kind.BLOCKED_IN_WRITE, blocked.get());
        }
        return requests.handlingFor()
                .map(nanos -> activity(Kind.HANDLING, nanos))
                .orElseGet(() -> activity(Kind.OPEN, requests.idleFor().orElse(0L)));
    }

    private static ConnectionActivity activity(Kind kind, long nanos) {
        return new ConnectionActivity(kind, Duration.ofNanos(nanos));
    }
}
