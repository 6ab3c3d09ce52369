package dev.minato.schedules;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.pastalab.fray.core.ThreadContext;
import org.pastalab.fray.core.randomness.ControlledRandom;
import org.pastalab.fray.core.randomness.Randomness;
import org.pastalab.fray.core.scheduler.PCTScheduler;
import org.pastalab.fray.core.scheduler.POSScheduler;
import org.pastalab.fray.core.scheduler.Scheduler;

/// The search: every other schedule by PCT (probabilistic concurrency testing), which finds what needs few
/// switches at the right steps, and the rest by POS (partial order sampling), which spreads them over the
/// orders of what races.
public final class PctAndPos extends Scheduler {
    /// No schedule of a test here is nearly as long: it would be one that never ends.
    private static final int MAX_STEPS = 100_000;

    /// As many schedules initialize all classes, before one that was found is replayed.
    private static final int BEFORE_REPLAY = 20;

    private final Scheduler current;
    private final Scheduler other;
    private final Optional<Scheduler> replay;
    private final int number;
    private final Spinners spinners = new Spinners();
    private int steps;

    /// The first schedule of a search; made by Fray.
    public PctAndPos() {
        this(new ControlledRandom());
    }

    /// The first schedule of a search that draws lots from `random`; made by Fray.
    public PctAndPos(Randomness random) {
        this(random, new PCTScheduler(random), new POSScheduler(random), Replay.named(random), 1);
    }

    private PctAndPos(Randomness random, Scheduler current, Scheduler other, Optional<Scheduler> replay, int number) {
        super(random);
        this.current = current;
        this.other = other;
        this.replay = replay;
        this.number = number;
    }

    @Override
    public ThreadContext scheduleNextOperation(List<ThreadContext> runnable, Collection<ThreadContext> all) {
        if (++steps > MAX_STEPS) {
            throw new AssertionError("livelock: no end after " + MAX_STEPS + " steps");
        }
        ThreadContext next = current.scheduleNextOperation(spinners.without(runnable), all);
        spinners.note(next);
        return next;
    }

    @Override
    public Scheduler nextIteration(Randomness random) {
        if (number == BEFORE_REPLAY && replay.isPresent()) {
            return replay.get();
        }
        return new PctAndPos(random, other.nextIteration(random), current, replay, number + 1);
    }
}
