package dev.minato.platform.wait;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/// A handle is closed by exactly one of those who close it.
@JCStressTest
@Outcome(
        id = {"true, false", "false, true"},
        expect = ACCEPTABLE,
        desc = "one of them closed it")
@Outcome(expect = FORBIDDEN, desc = "none, or both")
@State
public class HandleStress {
    private final Handle handle = new Handle();

    /// Closes.
    @Actor
    public void close(ZZ_Result result) {
        result.r1 = handle.close();
    }

    /// Closes too.
    @Actor
    public void closeToo(ZZ_Result result) {
        result.r2 = handle.close();
    }
}
