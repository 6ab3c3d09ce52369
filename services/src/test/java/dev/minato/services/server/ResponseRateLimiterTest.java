package dev.minato.services.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.address.SocketAddr;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/// A peer gets so many answers a second and no more; others get theirs, and it is said once a second.
class ResponseRateLimiterTest {
    private static final long SECOND = 1_000_000_000;
    private static final SocketAddr PEER = SocketAddr.parse("192.0.2.1:5000");
    private static final SocketAddr OTHER = SocketAddr.parse("192.0.2.1:5001");

    private final AtomicLong now = new AtomicLong(-5 * SECOND);
    private final List<String> said = new ArrayList<>();
    private final ResponseRateLimiter limit = new ResponseRateLimiter("echo", 3, now::get, said::add);

    private int answers(SocketAddr peer, int asked) {
        int answers = 0;
        for (int i = 0; i < asked; i++) {
            answers += limit.allows(peer) ? 1 : 0;
        }
        return answers;
    }

    @Test
    void peerGetsItsAnswersEachSecond() {
        assertThat(answers(PEER, 10)).isEqualTo(3);
        assertThat(limit.unanswered()).isEqualTo(7);
        now.addAndGet(SECOND - 1);
        assertThat(answers(PEER, 10)).isZero();
        now.addAndGet(1);
        assertThat(answers(PEER, 10)).isEqualTo(3);
        assertThat(limit.unanswered()).isEqualTo(24);
    }

    @Test
    void anotherPortOfTheSameHostIsAnotherPeer() {
        assertThat(answers(PEER, 4)).isEqualTo(3);
        assertThat(answers(OTHER, 3)).isEqualTo(3);
    }

    /// Far more peers than there are buckets: what one of them gets is still bounded, and nearly all get all.
    @Test
    void manyPeersGetTheirs() {
        int answers = 0;
        for (int port = 1024; port < 5024; port++) {
            answers += answers(SocketAddr.parse("198.51.100.7:" + port), 1);
        }
        assertThat(answers).isGreaterThan(3_800);
    }

    @Test
    void itIsSaidOnceASecond() {
        answers(PEER, 3);
        assertThat(said).isEmpty();
        answers(PEER, 5);
        assertThat(said).containsExactly(sentence(1));
        now.addAndGet(SECOND);
        answers(PEER, 1);
        assertThat(said).containsExactly(sentence(1), sentence(4));
        now.addAndGet(SECOND);
        answers(PEER, 3);
        assertThat(said).hasSize(2);
    }

    private static String sentence(int datagrams) {
        return "echo: dropped " + datagrams + " datagrams of peers over the rate limit of 3 answers/s";
    }
}
