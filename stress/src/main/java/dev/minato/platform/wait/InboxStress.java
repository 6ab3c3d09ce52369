package dev.minato.platform.wait;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.ZZI_Result;

/// What is put into an inbox comes out, once for each time that [Inbox#add] said so.
public final class InboxStress {
    private InboxStress() {}

    private static final class Counted extends Inbox.Node {
        int taken;
    }

    private static void drain(Inbox<Counted> inbox) {
        inbox.drain(node -> node.taken++);
    }

    /// Two add, and one of them drains at once.
    @JCStressTest
    @Outcome(id = "1, 1, 0", expect = ACCEPTABLE, desc = "each came out once")
    @Outcome(expect = FORBIDDEN, desc = "lost, or twice")
    @State
    public static class AddDuringADrain {
        private final Inbox<Counted> inbox = new Inbox<>();
        private final Counted first = new Counted();
        private final Counted second = new Counted();

        /// Adds.
        @Actor
        public void add() {
            inbox.add(first);
        }

        /// Adds another, and drains.
        @Actor
        public void addAndDrain() {
            inbox.add(second);
            InboxStress.drain(inbox);
        }

        /// Drains the rest.
        @Arbiter
        public void look(III_Result result) {
            InboxStress.drain(inbox);
            result.r1 = first.taken;
            result.r2 = second.taken;
            result.r3 = inbox.isEmpty() ? 0 : 1;
        }
    }

    /// Two add the same node.
    @JCStressTest
    @Outcome(
            id = {"true, false, 1", "false, true, 1"},
            expect = ACCEPTABLE,
            desc = "it is in once")
    @Outcome(expect = FORBIDDEN, desc = "it is in twice, or not")
    @State
    public static class SameNode {
        private final Inbox<Counted> inbox = new Inbox<>();
        private final Counted node = new Counted();

        /// Adds.
        @Actor
        public void add(ZZI_Result result) {
            result.r1 = inbox.add(node);
        }

        /// Adds too.
        @Actor
        public void addToo(ZZI_Result result) {
            result.r2 = inbox.add(node);
        }

        /// How often it is in.
        @Arbiter
        public void look(ZZI_Result result) {
            InboxStress.drain(inbox);
            result.r3 = node.taken;
        }
    }

    /// A node is added again while it is taken out: who adds it is heard, now or later.
    @JCStressTest
    @Outcome(id = "1, 1, 1", expect = ACCEPTABLE, desc = "added before it was out, and what was noted is seen")
    @Outcome(id = "2, 1, 1", expect = ACCEPTABLE, desc = "added after it was out")
    @Outcome(expect = FORBIDDEN, desc = "what was noted before the add is missed")
    @State
    public static class AddAgain {
        private final Inbox<Counted> inbox = new Inbox<>();
        private final Counted node = new Counted();
        private volatile int noted;
        private volatile int seen;

        /// The node is in.
        public AddAgain() {
            inbox.add(node);
        }

        private void drainAndLook() {
            inbox.drain(each -> {
                each.taken++;
                seen = noted;
            });
        }

        /// Notes something and adds.
        @Actor
        public void add() {
            noted = 1;
            inbox.add(node);
        }

        /// Drains, and looks at what was noted.
        @Actor
        public void drain() {
            drainAndLook();
        }

        /// Drains the rest.
        @Arbiter
        public void look(III_Result result) {
            drainAndLook();
            result.r1 = node.taken;
            result.r2 = seen;
            result.r3 = noted;
        }
    }
}
