package dev.minato.platform.pace;

import dev.minato.platform.wait.Parker;

/// The cooperative budget of what a thread does without waiting: calls that always succeed at once, messages
/// decoded from a buffer, sets that are always ready.
///
/// A virtual thread keeps its carrier until it waits. One that never has to would keep it for ever, and with it
/// every other thread of that carrier; so after [#SLICE] of time it yields, as tokio's `coop` does after a
/// number of operations. Time, and not calls, since one call can cost a hundred times what another does; the
/// clock is read once for some calls only.
///
/// Code that runs [WithoutYield] spends it, too, and whoever comes next yields.
///
/// One user at a time; several may miscount it, which does no harm.
public final class Budget {
    /// Nanoseconds without a wait after which a thread yields.
    static final long SLICE = 200_000;

    /// Between two looks at the clock.
    private static final int CREDIT = 8;

    /// Bytes that count as one call more.
    private static final int BYTES_SHIFT = 14;

    private static final long NOT_STARTED = -1;

    private final Parker parker;
    private int credit = CREDIT;
    private long since = NOT_STARTED;

    /// A whole budget, by the clock of `parker`.
    public Budget(Parker parker) {
        this.parker = parker;
    }

    /// After a call that did not wait and moved so many bytes: yields if the budget is used up.
    public void spend(long bytes) {
        credit -= 1 + (int) (bytes >> BYTES_SHIFT);
        if (credit < 0) {
            yieldIfOverBudget();
        }
    }

    /// After a wait: others had their turn.
    public void reset() {
        credit = CREDIT;
        since = NOT_STARTED;
    }

    /// Looks at the clock now, for work that costs more than a call; yields if the budget is used up.
    public void yieldIfOverBudget() {
        credit = CREDIT;
        long now = parker.now();
        if (since == NOT_STARTED) {
            since = now;
        } else if (now - since >= SLICE && !WithoutYield.isOn()) {
            parker.yieldCarrier();
            since = parker.now();
        }
    }
}
