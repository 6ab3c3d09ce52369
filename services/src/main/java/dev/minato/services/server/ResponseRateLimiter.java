package dev.minato.services.server;

import dev.minato.address.SocketAddr;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// A response rate limiter (RRL): bounds the answers of a UDP service to one peer per second.
///
/// A datagram's sender can be forged. One sent to an echo in the name of another server's echo bounces
/// between them, faster than any client asks; at the limit it gets no answer, and is gone. Only a loop slower
/// than the limit goes on, and costs no more than that.
///
/// ```
///  peer ──hash──▶ bucket:  second:u32 │ answers in it:u32        4,096 of them, for however many peers
/// ```
///
/// Peers that share a bucket share its answers. For the thread of the receive loop; [#unanswered] for any.
public final class ResponseRateLimiter {
    private static final int BUCKETS = 4096;
    private static final long SECOND = 1_000_000_000;
    private static final long COUNT = 0xffff_ffffL;

    private final String name;
    private final int max;
    private final LongSupplier nanos;
    private final Consumer<String> log;
    private final long[] buckets = new long[BUCKETS];
    private volatile long unanswered;
    private long reported;
    private int reportedIn = -1;

    /// @param name the service, for the log
    /// @param max how many answers one peer gets per second
    /// @param nanos a monotonic clock
    /// @param log is told, at most once per second, how many datagrams got no answer since
    public ResponseRateLimiter(String name, int max, LongSupplier nanos, Consumer<String> log) {
        this.name = name;
        this.max = max;
        this.nanos = nanos;
        this.log = log;
    }

    /// Returns whether this peer gets one more answer now; counts the datagram as answered or not.
    @SuppressWarnings("NonAtomicVolatileUpdate") // single writer
    boolean allows(SocketAddr peer) {
        int second = (int) Math.floorDiv(nanos.getAsLong(), SECOND);
        int at = bucket(peer);
        long now = (long) second << 32;
        long bucket = (buckets[at] & ~COUNT) == now ? buckets[at] : now;
        boolean allowed = (bucket & COUNT) < max;
        if (allowed) {
            buckets[at] = bucket + 1;
        } else {
            unanswered++;
        }
        if (unanswered > reported && second != reportedIn) {
            report(second);
        }
        return allowed;
    }

    private static int bucket(SocketAddr peer) {
        int mixed = (peer.ip().hashCode() * 31 + peer.port()) * 0x9E3779B9;
        return mixed >>> 20;
    }

    private void report(int second) {
        log.accept(name + ": dropped " + (unanswered - reported) + " datagrams of peers over the rate limit of " + max
                + " answers/s");
        reported = unanswered;
        reportedIn = second;
    }

    /// Returns how many datagrams got no answer.
    long unanswered() {
        return unanswered;
    }
}
