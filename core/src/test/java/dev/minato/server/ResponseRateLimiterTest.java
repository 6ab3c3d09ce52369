package dev.minato.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.address.SocketAddr;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/// A peer gets so many replies a second and no more; others get theirs.
class ResponseRateLimiterTest {
    private static final long SECOND = 1_000_000_000;
    private static final SocketAddr PEER = SocketAddr.parse("192.0.2.1:5000");
    private static final SocketAddr OTHER = SocketAddr.parse("192.0.2.1:5001");

    private final AtomicLong now = new AtomicLong(-5 * SECOND);
    private final ResponseRateLimiter limiter = new ResponseRateLimiter(3, now::get);

    private int replies(SocketAddr peer, int asked) {
        int replies = 0;
        for (int i = 0; i < asked; i++) {
            replies += limiter.allows(peer) ? 1 : 0;
        }
        return replies;
    }

    @Test
    void peerGetsItsRepliesEachSecond() {
        assertThat(replies(PEER, 10)).isEqualTo(3);
        now.addAndGet(SECOND - 1);
        assertThat(replies(PEER, 10)).isZero();
        now.addAndGet(1);
        assertThat(replies(PEER, 10)).isEqualTo(3);
    }

    @Test
    void anotherPortOfTheSameHostIsAnotherPeer() {
        assertThat(replies(PEER, 4)).isEqualTo(3);
        assertThat(replies(OTHER, 3)).isEqualTo(3);
    }

    /// Far more peers than there are buckets: what one of them gets is still bounded, and nearly all get
    /// all.
    @Test
    void manyPeersGetTheirs() {
        int replies = 0;
        for (int port = 1024; port < 5024; port++) {
            replies += replies(SocketAddr.parse("198.51.100.7:" + port), 1);
        }
        assertThat(replies).isGreaterThan(3_800);
    }
}
