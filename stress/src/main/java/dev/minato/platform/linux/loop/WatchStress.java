package dev.minato.platform.linux.loop;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.minato.platform.wait.ThreadParker;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/// Whoever begins to watch a readiness state while something happens hears of it, one way or the other.
@JCStressTest
@Outcome(id = "true, false", expect = ACCEPTABLE, desc = "it was ready already")
@Outcome(id = "false, true", expect = ACCEPTABLE, desc = "it was told")
@Outcome(id = "true, true", expect = ACCEPTABLE, desc = "both")
@Outcome(expect = FORBIDDEN, desc = "the event was missed")
@State
public class WatchStress {
    private final ReadinessState readiness = new ReadinessState(new ThreadParker(Thread::yield));
    private final AtomicInteger told = new AtomicInteger();

    /// Nothing has happened.
    public WatchStress() {}

    /// Begins to watch.
    @Actor
    public void watch(ZZ_Result result) {
        result.r1 = readiness.watch(told::incrementAndGet);
    }

    /// The event.
    @Actor
    public void event() {
        readiness.event(false);
    }

    /// Whether it was told.
    @Arbiter
    public void look(ZZ_Result result) {
        result.r2 = told.get() > 0;
    }
}
