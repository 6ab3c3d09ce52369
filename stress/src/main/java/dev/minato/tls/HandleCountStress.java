package dev.minato.tls;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/// A TLS connection ends with its last handle, once, and a clone is either a handle of it or refused.
public final class HandleCountStress {
    private HandleCountStress() {}

    /// One clones the only handle and closes the clone, while the other closes the handle.
    @JCStressTest
    @Outcome(id = "true, false", expect = ACCEPTABLE, desc = "the clone was refused, or closed first")
    @Outcome(id = "false, true", expect = ACCEPTABLE, desc = "the clone was the last")
    @Outcome(expect = FORBIDDEN, desc = "the connection ended twice, or never")
    @State
    public static class CloneOrClose {
        private final HandleCount handles = new HandleCount();

        /// Closes.
        @Actor
        public void close(ZZ_Result result) {
            result.r1 = handles.remove();
        }

        /// Clones, and closes the clone.
        @Actor
        public void cloneAndClose(ZZ_Result result) {
            result.r2 = handles.add() && handles.remove();
        }
    }
}
