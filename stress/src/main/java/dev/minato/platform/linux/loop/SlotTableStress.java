package dev.minato.platform.linux.loop;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/// A slot belongs to one socket at a time, and its generation to one registration.
@JCStressTest
@Outcome(id = "true, true", expect = ACCEPTABLE, desc = "different slots, different generations")
@Outcome(expect = FORBIDDEN, desc = "two have the same")
@State
public class SlotTableStress {
    private final SlotTable slots = new SlotTable();
    private long first;
    private long second;

    /// A slot is free that was used before.
    public SlotTableStress() {
        slots.giveBack((int) slots.take());
    }

    /// Takes one, gives it back, and takes one again.
    @Actor
    public void takeTwice() {
        slots.giveBack((int) slots.take());
        first = slots.take();
    }

    /// Takes one.
    @Actor
    public void take() {
        second = slots.take();
    }

    /// Whether they differ.
    @Arbiter
    public void look(ZZ_Result result) {
        result.r1 = (int) first != (int) second;
        result.r2 = first >>> 32 != second >>> 32;
    }
}
