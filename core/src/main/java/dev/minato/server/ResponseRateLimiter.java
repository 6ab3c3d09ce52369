package dev.minato.server;

import dev.minato.address.SocketAddr;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongSupplier;

/// A response rate limiter (RRL): bounds the replies of a UDP server to one peer per second.
///
/// A datagram's sender can be forged. One sent to an echo in the name of another server's echo bounces
/// between them, faster than any client asks; at the limit it gets no reply, and is gone. Only a loop
/// slower than the limit goes on, and costs no more than that.
///
/// ```
///  peer ──hash──▶ bucket:  second:u32 │ replies in it:u32        4,096 of them, for however many peers
///
///                 allows: (s, n < max) ──CAS──▶ (s, n + 1)       one of those that count in a bucket at once wins,
///                         (earlier, _) ──CAS──▶ (s, 1)           the others look again
/// ```
///
/// Peers that share a bucket share its replies. For all threads.
final class ResponseRateLimiter {
    private static final int BUCKETS = 4096;
    private static final long SECOND = 1_000_000_000;
    private static final long COUNT = 0xffff_ffffL;

    private final int max;
    private final LongSupplier nanos;
    private final AtomicLongArray buckets = new AtomicLongArray(BUCKETS);

    /// @param max how many replies one peer gets per second
    /// @param nanos a monotonic clock
    ResponseRateLimiter(int max, LongSupplier nanos) {
        this.max = max;
        this.nanos = nanos;
    }

    /// Returns whether this peer gets one more reply now, and counts it.
    boolean allows(SocketAddr peer) {
        int second = (int) Math.floorDiv(nanos.getAsLong(), SECOND);
        long now = (long) second << 32;
        int at = bucket(peer);
        while (true) {
            long seen = buckets.get(at);
            long bucket = (seen & ~COUNT) == now ? seen : now;
            if ((bucket & COUNT) >= max) {
                return false;
            }
            if (buckets.compareAndSet(at, seen, bucket + 1)) {
                return true;
            }
        }
    }

    private static int bucket(SocketAddr peer) {
        int mixed = (peer.ip().hashCode() * 31 + peer.port()) * 0x9E3779B9;
        return mixed >>> 20;
    }
}
