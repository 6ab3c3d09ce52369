package dev.minato.client;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.platform.Scope;
import dev.minato.platform.wait.Deadline;
import dev.minato.platform.wait.WaitQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;

/// An exchange is settled once: by its reply, the end of its connection, or its caller, who leaves. A wakeup
/// that is lost shows as a test that does not end.
public final class ExchangeStress {
    private ExchangeStress() {}

    /// An exchange without a client, and what its connection is told.
    private static final class Request implements Exchange.Placer<String, String>, Exchange.Place {
        private final AtomicInteger left = new AtomicInteger();
        private final Exchange<String, String> exchange;

        Request(long deadline) {
            var queue = new WaitQueue(Scope.current().platform().parker());
            exchange = new Exchange<>("request", this, deadline, this, queue);
            exchange.at(this);
        }

        @Override
        public void place(Exchange<String, String> placed) {
            throw new AssertionError("it is not movable");
        }

        @Override
        public boolean isIdempotent(String request) {
            return false;
        }

        @Override
        public void left() {
            left.incrementAndGet();
        }

        @Override
        public NetException explain(NetException why) {
            return why;
        }

        /// What its caller gets, and whether the connection was told that it left.
        String awaited() {
            try {
                return exchange.await();
            } catch (NetException e) {
                return e.operation() + " " + e.kind();
            }
        }
    }

    private static NetException reset() {
        return NetException.of(ErrorKind.CONNECTION_RESET, "read");
    }

    /// The caller waits for ever, while the reply comes.
    @JCStressTest
    @Outcome(id = "true, a, a", expect = ACCEPTABLE, desc = "it has the reply, and so has who asks again")
    @Outcome(expect = FORBIDDEN, desc = "another one, or none; or a test that does not end")
    @State
    public static class ReplyWhileItIsAwaited {
        private final Request request = new Request(Deadline.NEVER);

        /// It was written before.
        public ReplyWhileItIsAwaited() {
            var _ = request.exchange.claim(0);
        }

        /// The reader.
        @Actor
        public void reply(LLL_Result result) {
            result.r1 = request.exchange.reply("a");
        }

        /// The caller.
        @Actor
        public void await(LLL_Result result) {
            result.r2 = request.awaited();
        }

        /// Once more.
        @Arbiter
        public void again(LLL_Result result) {
            result.r3 = request.awaited();
        }
    }

    /// The reply comes while the connection dies; the caller comes afterwards.
    @JCStressTest
    @Outcome(id = "true, a, a", expect = ACCEPTABLE, desc = "the reply came first")
    @Outcome(
            id = "false, reply connection reset, reply connection reset",
            expect = ACCEPTABLE,
            desc = "the end came first")
    @Outcome(expect = FORBIDDEN, desc = "both, or none, or not the same for all")
    @State
    public static class ReplyAndDeath {
        private final Request request = new Request(Deadline.NEVER);

        /// It was written before.
        public ReplyAndDeath() {
            var _ = request.exchange.claim(0);
        }

        /// The reader.
        @Actor
        public void reply(LLL_Result result) {
            result.r1 = request.exchange.reply("a");
        }

        /// The end of the connection, and the caller.
        @Actor
        public void die(LLL_Result result) {
            request.exchange.fail(reset(), Exchange.REQUEST, true, false);
            result.r2 = request.awaited();
        }

        /// Once more.
        @Arbiter
        public void again(LLL_Result result) {
            result.r3 = request.awaited();
        }
    }

    /// The caller's time is over while the reply comes: it has the reply, or the connection hears that it is late.
    @JCStressTest
    @Outcome(id = "true, a, 0", expect = ACCEPTABLE, desc = "the reply came first")
    @Outcome(id = "false, reply timed out, 1", expect = ACCEPTABLE, desc = "the caller has left")
    @Outcome(expect = FORBIDDEN, desc = "a reply that nobody has, or that two count")
    @State
    public static class ReplyAndTimeout {
        private final Request request = new Request(0);

        /// It was written before.
        public ReplyAndTimeout() {
            var _ = request.exchange.claim(0);
        }

        /// The reader.
        @Actor
        public void reply(LLL_Result result) {
            result.r1 = request.exchange.reply("a");
        }

        /// The caller, whose time is over.
        @Actor
        public void await(LLL_Result result) {
            result.r2 = request.awaited();
        }

        /// Whether the reply is late.
        @Arbiter
        public void left(LLL_Result result) {
            result.r3 = request.left.get();
        }
    }

    /// The caller's time is over while the writer takes the request: it is written and late, or neither.
    @JCStressTest
    @Outcome(id = "true, reply timed out, 1", expect = ACCEPTABLE, desc = "written, and its outcome unknown")
    @Outcome(id = "false, request timed out, 0", expect = ACCEPTABLE, desc = "not written, and certainly not")
    @Outcome(expect = FORBIDDEN, desc = "written, and its caller was told that it was not")
    @State
    public static class ClaimAndTimeout {
        private final Request request = new Request(0);

        /// The writer.
        @Actor
        public void claim(LLL_Result result) {
            result.r1 = request.exchange.claim(0);
        }

        /// The caller, whose time is over.
        @Actor
        public void await(LLL_Result result) {
            result.r2 = request.awaited();
        }

        /// Whether a reply is awaited that nobody wants.
        @Arbiter
        public void left(LLL_Result result) {
            result.r3 = request.left.get();
        }
    }
}
