package dev.minato.platform.kernel;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.platform.wait.SpinParker;
import java.util.concurrent.atomic.AtomicBoolean;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/// Two calls meet a reset that the kernel tells to one of them: none of them takes it for a clean end.
@JCStressTest
@Outcome(
        id = {"1, 0, 1", "0, 1, 1"},
        expect = ACCEPTABLE,
        desc = "the other one was not told yet")
@Outcome(id = "1, 1, 1", expect = ACCEPTABLE, desc = "both failed")
@Outcome(expect = FORBIDDEN, desc = "a clean end, or an end that is never decided")
@State
public class StreamEndStress {
    private final CallCount calls = new CallCount();
    private final StreamEnd end = new StreamEnd(new SpinParker(0), calls);

    /// The error that the first syscall takes.
    private final AtomicBoolean error = new AtomicBoolean(true);

    /// Nothing has happened.
    public StreamEndStress() {}

    /// 1 for the reset, 0 for not now, -1 for the end.
    private int read() {
        try {
            boolean counted = calls.enter();
            try {
                if (error.compareAndSet(true, false)) {
                    throw end.note(NetException.of(ErrorKind.CONNECTION_RESET, "read"));
                }
            } finally {
                if (calls.exit(counted)) {
                    end.decided();
                }
            }
            return end.reached("read");
        } catch (NetException reset) {
            return 1;
        }
    }

    /// Reads.
    @Actor
    public void read(III_Result result) {
        result.r1 = read();
    }

    /// Reads too.
    @Actor
    public void readToo(III_Result result) {
        result.r2 = read();
    }

    /// Reads once more.
    @Arbiter
    public void look(III_Result result) {
        result.r3 = read();
    }
}
