package dev.minato.server;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.minato.address.SocketAddr;
import java.util.Optional;
import java.util.OptionalInt;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZI_Result;
import org.openjdk.jcstress.infra.results.ZZI_Result;

/// An address has as many connections as it may, and its count comes back to zero, whoever comes and goes at once.
public final class AddressLimitStress {
    private static final Optional<SocketAddr> PEER = Optional.of(SocketAddr.parse("192.0.2.1:5000"));

    private AddressLimitStress() {}

    /// One connection leaves and comes back while another comes: one of the two has the place.
    @JCStressTest
    @Outcome(id = "true, false, 0", expect = ACCEPTABLE, desc = "the first had the place")
    @Outcome(id = "false, true, 0", expect = ACCEPTABLE, desc = "the second had the place")
    @Outcome(expect = FORBIDDEN, desc = "too many, or none, or a count that stays")
    @State
    public static class OneComesBack {
        private final AddressLimit limit = new AddressLimit(OptionalInt.of(1));

        /// A server at its limit.
        public OneComesBack() {
            boolean _ = limit.tryAcquire(PEER);
        }

        /// Leaves, and comes.
        @Actor
        public void first(ZZI_Result result) {
            limit.release(PEER);
            result.r1 = limit.tryAcquire(PEER);
        }

        /// Comes.
        @Actor
        public void second(ZZI_Result result) {
            result.r2 = limit.tryAcquire(PEER);
        }

        /// Those that came leave.
        @Arbiter
        public void after(ZZI_Result result) {
            if (result.r1) {
                limit.release(PEER);
            }
            if (result.r2) {
                limit.release(PEER);
            }
            result.r3 = limit.addresses();
        }
    }

    /// With places enough, one comes while another leaves: both are counted.
    @JCStressTest
    @Outcome(id = "true, 0", expect = ACCEPTABLE, desc = "it had a place, and no count stays")
    @Outcome(expect = FORBIDDEN, desc = "it had none, or a count stays")
    @State
    public static class OneComesAndOneLeaves {
        private final AddressLimit limit = new AddressLimit(OptionalInt.of(3));

        /// One is there.
        public OneComesAndOneLeaves() {
            boolean _ = limit.tryAcquire(PEER);
        }

        /// Comes.
        @Actor
        public void comer(ZI_Result result) {
            result.r1 = limit.tryAcquire(PEER);
        }

        /// Leaves.
        @Actor
        public void leaver() {
            limit.release(PEER);
        }

        /// The one that came leaves.
        @Arbiter
        public void after(ZI_Result result) {
            limit.release(PEER);
            result.r2 = limit.addresses();
        }
    }

    /// With two places, one that comes while another leaves always has one.
    @JCStressTest
    @Outcome(id = "true, true, 1", expect = ACCEPTABLE, desc = "it had a place, and there is one more")
    @Outcome(id = "false, true, 0", expect = ACCEPTABLE, desc = "it came before one was free")
    @Outcome(expect = FORBIDDEN, desc = "a place was lost")
    @State
    public static class APlaceIsNotLost {
        private final AddressLimit limit = new AddressLimit(OptionalInt.of(2));

        /// A server at its limit.
        public APlaceIsNotLost() {
            boolean _ = limit.tryAcquire(PEER);
            boolean _ = limit.tryAcquire(PEER);
        }

        /// Comes.
        @Actor
        public void comer(ZZI_Result result) {
            result.r1 = limit.tryAcquire(PEER);
        }

        /// Leaves.
        @Actor
        public void leaver() {
            limit.release(PEER);
        }

        /// The other one leaves, and so there is a place.
        @Arbiter
        public void after(ZZI_Result result) {
            limit.release(PEER);
            result.r3 = limit.addresses();
            result.r2 = limit.tryAcquire(PEER);
        }
    }
}
