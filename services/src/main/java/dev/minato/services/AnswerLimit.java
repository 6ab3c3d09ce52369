package dev.minato.services;

import dev.minato.address.SocketAddr;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// Bounds the answers of a UDP service to one peer in a second.
///
/// A datagram's sender can be forged. One sent to an echo in the name of another server's echo goes to and fro
/// between them, faster than any client asks; at the bound it gets no answer, and is gone. Only what is too
/// slow for the bound goes on, and costs no more than that.
///
/// ```
///  peer ──hash──▶ bucket:  second:u32 │ answers in it:u32        4,096 of them, for however many peers
/// ```
///
/// Peers that share a bucket share its answers. Used by the thread of the loop; [#unanswered] by any.
final class AnswerLimit {
    private static final int BUCKETS = 4096;
    private static final long SECOND = 1_000_000_000;
    private static final long COUNT = 0xffff_ffffL;

    private final String name;
    private final int most;
    private final LongSupplier nanos;
    private final Consumer<String> log;
    private final long[] buckets = new long[BUCKETS];
    private volatile long unanswered;
    private long said;
    private int saidIn = -1;

    /// @param name the service, for the log
    /// @param most how many answers one peer gets in a second
    /// @param nanos a clock that never goes back
    /// @param log is told, once a second at most, how many got no answer since
    AnswerLimit(String name, int most, LongSupplier nanos, Consumer<String> log) {
        this.name = name;
        this.most = most;
        this.nanos = nanos;
        this.log = log;
    }

    /// Whether this peer gets one more answer now; counts it, or its lack.
    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
    boolean allows(SocketAddr peer) {
        int second = (int) Math.floorDiv(nanos.getAsLong(), SECOND);
        int at = bucket(peer);
        long now = (long) second << 32;
        long bucket = (buckets[at] & ~COUNT) == now ? buckets[at] : now;
        boolean allowed = (bucket & COUNT) < most;
        if (allowed) {
            buckets[at] = bucket + 1;
        } else {
            unanswered++;
        }
        if (unanswered > said && second != saidIn) {
            say(second);
        }
        return allowed;
    }

    private static int bucket(SocketAddr peer) {
        int mixed = (peer.ip().hashCode() * 31 + peer.port()) * 0x9E3779B9;
        return mixed >>> 20;
    }

    private void say(int second) {
        log.accept(name + ": " + (unanswered - said) + " datagrams without an answer, from peers beyond " + most
                + " answers a second");
        said = unanswered;
        saidIn = second;
    }

    /// How many datagrams got no answer.
    long unanswered() {
        return unanswered;
    }
}
