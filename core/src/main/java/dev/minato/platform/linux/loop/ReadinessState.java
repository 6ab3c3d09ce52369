package dev.minato.platform.linux.loop;

import dev.minato.platform.wait.Condition;
import dev.minato.platform.wait.Handle;
import dev.minato.platform.wait.Outcome;
import dev.minato.platform.wait.Parker;
import dev.minato.platform.wait.WaitQueue;
import dev.minato.platform.wait.Watcher;
import dev.minato.platform.wait.Watchers;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/// One direction of a socket: how often epoll said "ready", how much of that has been used up, and who waits.
///
/// epoll is edge-triggered: it says so once, and again only when something new has come. So what it said is
/// kept as a number, and a try that found the socket exhausted takes back the number that it had seen *before*
/// it tried; one that came meanwhile stays.
///
/// ```
///  events     counted up by the loop, at each event           ready  ⇔  events ≠ used, or hung up
///  used       set by a try that got less than it asked for
///  hung up    for good: the end or the failure is to be read, and came as one event with the last data
/// ```
///
/// A wrong "ready", after a try that got exactly what there was, costs a try that would block; a wrong "not
/// ready" cannot be, since only a number that was seen is ever used up. What is ready before the registration
/// is its first event.
public final class ReadinessState implements Condition {
    private static final VarHandle WATCHERS;

    static {
        try {
            WATCHERS = MethodHandles.lookup().findVarHandle(ReadinessState.class, "watchers", Watchers.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final WaitQueue waiting;
    private volatile long events;
    private volatile long used;
    private volatile boolean hungUp;

    /// Made when somebody first watches.
    private volatile @Nullable Watchers watchers;

    /// What was seen before the last try that got all that it asked for.
    private volatile long satisfied = -1;

    public ReadinessState(Parker parker) {
        this.waiting = new WaitQueue(parker);
    }

    /// The number to hand to [#exhausted] after a try; taken before it.
    public long seen() {
        return events;
    }

    /// There was no more when `seen` was taken.
    public void exhausted(long seen) {
        if (!hungUp) {
            used = seen;
        }
    }

    /// The try got all it asked for: there may be more, or not.
    public void satisfied(long seen) {
        satisfied = seen;
    }

    /// Whether it counts as ready only because nobody has looked since a try that got all it asked for.
    public boolean isDoubtful() {
        long now = events;
        return now != used && now == satisfied && !hungUp;
    }

    /// As [#isReady].
    @Override
    public boolean holds() {
        return isReady();
    }

    public boolean isReady() {
        return events != used || hungUp;
    }

    /// The loop's call: only its thread counts, or the one whose registration with it failed.
    @SuppressWarnings("NonAtomicVolatileUpdate")
    public void event(boolean forGood) {
        if (forGood) {
            hungUp = true;
        }
        events++;
        tellWatchers();
        waiting.wakeOne();
    }

    /// Wakes the next waiter if there is still something for it, and is over quickly if nobody waits.
    public void passWakeup() {
        if (!waiting.isEmpty() && isReady()) {
            waiting.wakeOne();
        }
    }

    /// Waits until it is ready, on behalf of `handle`.
    public Outcome await(Handle handle, long deadline) {
        return waiting.await(handle, deadline, this);
    }

    /// Has `watcher` told of the next event; true, and not, if it is ready already.
    public boolean watch(Watcher watcher) {
        watchers().add(watcher);
        if (isReady()) {
            unwatch(watcher);
            return true;
        }
        return false;
    }

    public void unwatch(Watcher watcher) {
        Watchers known = watchers;
        if (known != null) {
            known.remove(watcher);
        }
    }

    private Watchers watchers() {
        Watchers known = watchers;
        return known == null ? firstWatchers() : known;
    }

    private Watchers firstWatchers() {
        var mine = new Watchers();
        Watchers first = (Watchers) WATCHERS.compareAndExchange(this, (Watchers) null, mine);
        return first == null ? mine : first;
    }

    private void tellWatchers() {
        Watchers known = watchers;
        if (known != null) {
            known.tellAll();
        }
    }

    public void wakeAll() {
        waiting.wakeAll();
        tellWatchers();
    }

    public void abandon(Handle handle) {
        waiting.close(handle);
        tellWatchers();
    }

    public void close() {
        waiting.close();
        tellWatchers();
    }
}
