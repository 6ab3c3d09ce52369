package dev.minato.net;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.net.ready.ReadyQueue;
import dev.minato.net.ready.WatchedDirection;
import dev.minato.platform.Scope;
import dev.minato.platform.pace.Budget;
import dev.minato.platform.wait.Deadline;
import dev.minato.platform.wait.Handle;
import dev.minato.platform.wait.Outcome;
import dev.minato.platform.wait.Parker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// A set of sockets and channels to wait for together, thousands of them: the heart of an event loop.
///
/// A wait costs as much as there is ready, not as there is in the set. What one wait reported, and is still
/// ready, the next one reports again. Each is reported with the key that it was added with: an object of the
/// caller's, such as the state of a connection, that says what to do next. The sockets stay the caller's:
/// closing the set closes none of them, and one that is closed stays in the set, ready, until it is removed.
/// A set works with sockets of the platform that it was made on.
///
/// All methods may be called by any thread. Several may wait; what is ready is reported to one of them, and
/// again to whoever waits next.
///
/// {@snippet file="dev/minato/examples/readiness/EventLoop.java" region="loop"}
///
/// @param <K> what the caller attaches to each
public final class ReadinessSet<K> implements AutoCloseable {
    /// For another thread to do its next instruction.
    private static final long A_MOMENT = 1_000_000;

    private final Parker parker = Scope.current().platform().parker();
    private final ReadyQueue<Ready<K>> queue = new ReadyQueue<>(parker);
    private final Handle handle = new Handle();

    /// A set that is always ready yields its carrier.
    private final Budget budget = new Budget(parker);

    // Guarded by this.
    private final Map<Readiness, WatchedDirection<Ready<K>>> members = new HashMap<>();
    private List<WatchedDirection<Ready<K>>> reported = new ArrayList<>();

    /// An empty set.
    public ReadinessSet() {}

    /// Puts one in, with its key; false if it is in already, and then the key stays what it was. A wait that
    /// goes on takes it into account.
    ///
    /// `CLOSED` if the set is closed; also what epoll_ctl(2) fails with when a socket is first waited for, such
    /// as `OUT_OF_MEMORY`.
    ///
    /// @throws IllegalArgumentException for a listener's writability
    public boolean add(Readiness one, K key) throws NetException {
        Objects.requireNonNull(one, "one");
        Objects.requireNonNull(key, "key");
        WatchedDirection<Ready<K>> registration = one.register(new Ready<>(key, one), queue);
        synchronized (this) {
            checkOpen("add");
            if (members.putIfAbsent(one, registration) != null) {
                return false;
            }
        }
        try {
            registration.arm();
            return true;
        } catch (NetException e) {
            remove(one);
            throw e;
        }
    }

    /// Takes one out; false if it is not in.
    public boolean remove(Readiness one) {
        Objects.requireNonNull(one, "one");
        WatchedDirection<Ready<K>> registration;
        synchronized (this) {
            registration = members.remove(one);
        }
        if (registration == null) {
            return false;
        }
        registration.cancel();
        return true;
    }

    /// How many are in.
    public synchronized int size() {
        return members.size();
    }

    /// Waits until at least one is ready, and returns all that are; nothing after [#wakeUp].
    ///
    /// `DEADLINE_EXCEEDED`, `INTERRUPTED`, `CLOSED` (the set was closed). After a failure
    /// nothing is lost: the next wait reports what became ready meanwhile. An empty set waits, for others to
    /// add to it.
    public List<Ready<K>> await() throws NetException {
        return await(Deadline.NEVER);
    }

    /// As [#await()], for at most `timeout`: after it the list is empty, which is no failure. A `timeout` of
    /// zero or less has passed: the call looks once.
    public List<Ready<K>> await(Duration timeout) throws NetException {
        return await(Deadline.after(parker.now(), Deadline.left(timeout)));
    }

    /// What is ready now, without waiting; maybe nothing. `CLOSED`.
    ///
    /// What a platform has not heard of yet is left to the next call: the jdk platform hears of a socket that
    /// was just added, or was just reported, a moment later.
    public List<Ready<K>> ready() throws NetException {
        budget.yieldIfOverBudget();
        watchReported();
        return take();
    }

    private List<Ready<K>> await(long own) throws NetException {
        Scope scope = Scope.current();
        long whole = scope.deadline();
        long until = Math.min(own, whole);
        watchReported();
        for (; ; ) {
            boolean woken = queue.takeWake();
            List<Ready<K>> ready = take();
            if (woken || !ready.isEmpty()) {
                budget.yieldIfOverBudget();
                return ready;
            }
            Outcome outcome = queue.await(handle, until);
            budget.reset();
            switch (outcome) {
                case WOKEN -> {}
                case TIMED_OUT -> {
                    boolean isComing = lookAgain();
                    ready = take();
                    if (ready.isEmpty() && isComing) {
                        until = Deadline.after(parker.now(), A_MOMENT);
                    } else if (ready.isEmpty() && whole <= own) {
                        throw scope.failure(outcome, "await");
                    } else {
                        return ready;
                    }
                }
                case INTERRUPTED, CLOSED -> throw scope.failure(outcome, "await");
            }
        }
    }

    /// Asks the kernel: the platform's threads may have stood still, and not have heard of what is long there, or
    /// be about to tell of it. Returns whether one is in the queue, or about to be.
    private boolean lookAgain() throws NetException {
        long since = parker.now();
        boolean isComing = false;
        for (WatchedDirection<Ready<K>> member : members()) {
            isComing |= member.lookAgain(since);
        }
        return isComing;
    }

    private synchronized List<WatchedDirection<Ready<K>>> members() {
        return List.copyOf(members.values());
    }

    /// Arms what was reported: it was not watched since, and may be ready still.
    private void watchReported() throws NetException {
        List<WatchedDirection<Ready<K>>> again;
        synchronized (this) {
            checkOpen("await");
            again = reported;
            reported = new ArrayList<>();
        }
        for (int i = 0; i < again.size(); i++) {
            try {
                again.get(i).arm();
            } catch (NetException e) {
                keep(again.subList(i, again.size()));
                throw e;
            }
        }
    }

    private synchronized void keep(List<WatchedDirection<Ready<K>>> toWatch) {
        reported.addAll(toWatch);
    }

    private List<Ready<K>> take() {
        List<WatchedDirection<Ready<K>>> taken = queue.takeAll();
        if (taken.isEmpty()) {
            return List.of();
        }
        var ready = new ArrayList<Ready<K>>(taken.size());
        for (WatchedDirection<Ready<K>> one : taken) {
            ready.add(one.what());
        }
        keep(taken);
        return ready;
    }

    private void checkOpen(String operation) throws NetException {
        if (handle.isClosed()) {
            throw NetException.of(ErrorKind.CLOSED, operation, "the set is closed");
        }
    }

    /// Ends one wait, or the next one, with an empty list: for work that comes from elsewhere than a socket.
    /// Calls that no wait has seen yet count as one, as with `Selector.wakeup`.
    public void wakeUp() {
        queue.wake();
    }

    /// Whether it is open.
    public boolean isOpen() {
        return !handle.isClosed();
    }

    /// Ends the waits in the set with `CLOSED`; its sockets stay open. Closing again does nothing.
    @Override
    public void close() {
        List<WatchedDirection<Ready<K>>> all;
        synchronized (this) {
            handle.close();
            all = List.copyOf(members.values());
            members.clear();
        }
        queue.close();
        all.forEach(WatchedDirection::cancel);
    }
}
