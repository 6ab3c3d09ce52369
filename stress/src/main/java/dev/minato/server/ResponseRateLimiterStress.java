package dev.minato.server;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.minato.address.SocketAddr;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZZ_Result;

/// A peer gets no more replies than it may, and no fewer, whoever asks at once.
public final class ResponseRateLimiterStress {
    private static final SocketAddr PEER = SocketAddr.parse("192.0.2.1:5000");

    private ResponseRateLimiterStress() {}

    /// Two ask for the one reply of a second.
    @JCStressTest
    @Outcome(id = "true, false, false", expect = ACCEPTABLE, desc = "the first got it")
    @Outcome(id = "false, true, false", expect = ACCEPTABLE, desc = "the second got it")
    @Outcome(expect = FORBIDDEN, desc = "both got it, or none, or it is there again")
    @State
    public static class OneReply {
        private final ResponseRateLimiter limiter = new ResponseRateLimiter(1, () -> 0);

        /// Asks.
        @Actor
        public void first(ZZZ_Result result) {
            result.r1 = limiter.allows(PEER);
        }

        /// Asks.
        @Actor
        public void second(ZZZ_Result result) {
            result.r2 = limiter.allows(PEER);
        }

        /// Asks once more.
        @Arbiter
        public void after(ZZZ_Result result) {
            result.r3 = limiter.allows(PEER);
        }
    }

    /// Two ask for two replies.
    @JCStressTest
    @Outcome(id = "true, true, false", expect = ACCEPTABLE, desc = "each got one")
    @Outcome(expect = FORBIDDEN, desc = "a count was lost, or one was refused")
    @State
    public static class TwoReplies {
        private final ResponseRateLimiter limiter = new ResponseRateLimiter(2, () -> 0);

        /// Asks.
        @Actor
        public void first(ZZZ_Result result) {
            result.r1 = limiter.allows(PEER);
        }

        /// Asks.
        @Actor
        public void second(ZZZ_Result result) {
            result.r2 = limiter.allows(PEER);
        }

        /// Asks once more.
        @Arbiter
        public void after(ZZZ_Result result) {
            result.r3 = limiter.allows(PEER);
        }
    }
}
