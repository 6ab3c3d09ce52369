package dev.minato.task;

import dev.minato.platform.pace.Budget;
import dev.minato.platform.wait.Handle;
import dev.minato.platform.wait.Outcome;
import dev.minato.platform.wait.Parker;
import dev.minato.platform.wait.WaitCondition;
import dev.minato.platform.wait.WaitQueue;
import dev.minato.platform.wait.Watcher;
import dev.minato.platform.wait.Watchers;

/// Those who send to a [BoundedChannel], or those who receive from it: who waits, who watches, and the budget of
/// those who need not wait.
///
/// ```
///  who waits or watches          the other side
///  --------------------          --------------
///  join                          put, or take
///  ready?                        wake one, tell all
/// ```
///
/// Whichever of the two looks second sees what the other did.
final class ChannelSide {
    private final WaitQueue waiting;
    private final Watchers watchers = new Watchers();
    private final Budget budget;
    private final Handle always = new Handle();
    private final WaitCondition ready;

    /// @param ready whether nobody of this side need wait, ordered with the other side
    ChannelSide(Parker parker, WaitCondition ready) {
        this.waiting = new WaitQueue(parker);
        this.budget = new Budget(parker);
        this.ready = ready;
    }

    /// Blocks until it is perhaps ready.
    Outcome await(long deadline) {
        Outcome outcome = waiting.await(always, deadline, ready);
        budget.reset();
        return outcome;
    }

    /// After a call that did not wait.
    void spend() {
        budget.spend(0);
    }

    /// For the other side: it has become ready for one more.
    void wake() {
        waiting.wakeOne();
        watchers.tellAll();
    }

    /// It is ready for good.
    void close() {
        waiting.close();
        watchers.tellAll();
    }

    /// Has `watcher` told when it is ready; true, and not, if it is so now.
    boolean watch(Watcher watcher) {
        watchers.add(watcher);
        if (!ready.holds()) {
            return false;
        }
        watchers.remove(watcher);
        spend();
        return true;
    }

    void unwatch(Watcher watcher) {
        watchers.remove(watcher);
    }

    boolean isReady() {
        return ready.holds();
    }
}
