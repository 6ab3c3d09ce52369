package dev.minato.task;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.platform.Interest;
import dev.minato.platform.ReadinessSource;
import dev.minato.platform.Scope;
import dev.minato.platform.wait.Deadline;
import dev.minato.platform.wait.Outcome;
import dev.minato.platform.wait.Parker;
import dev.minato.platform.wait.Watcher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A bounded queue of values that tasks hand to each other, FIFO, with back-pressure and an end: for several
/// senders and several receivers.
///
/// ```java
/// var jobs = new BoundedChannel<Job>(64);
/// …
/// jobs.send(job);                      // waits while 64 are in it
/// …
/// for (var job = jobs.receive(); job.isPresent(); job = jobs.receive()) {
///     work(job.get());                 // until it is closed and drained
/// }
/// ```
///
/// **Closing** ends sending: every later [#send] fails with `CLOSED`, and so does each that waits. What is in the
/// channel is still received, and only then receivers read the end. Either side may close. A receiver that
/// leaves while others send closes it, or they wait for ever; [#closeAndDrain] gives it what nobody will receive
/// any more, such as sockets that are to be closed.
///
/// **Order and fairness.** What one task sends is received in the order in which it was sent, and every value
/// by one receiver. Those who wait are woken in the order in which they came, but one that comes just then may
/// overtake them, so that a stream of values needs no wakeup for each; there is no order among senders, or
/// among receivers, that a program may rely on.
///
/// **A wait that ends early** (an interrupt, a deadline, a timeout) loses nothing: a send that throws has not
/// sent, and a receive that throws has taken nothing. A call that need not wait succeeds on an interrupted
/// thread.
///
/// Beside sockets it is waited for with a `Readiness`: readable while there is a value or it is closed,
/// writable while there is room or it is closed.
///
/// Memory: a reference for each value of the capacity, from the start; calls allocate nothing, also when they
/// wait, but the `Optional` that is returned. All methods may be called by any thread. Follows
/// `tokio::sync::mpsc`.
///
/// @param <T> what is handed over
public final class BoundedChannel<T> implements AutoCloseable {
    /// The largest capacity.
    public static final int MAX_CAPACITY = 1 << 20;

    private final Parker parker = Scope.current().platform().parker();
    private final ValueRing<T> ring;
    private final ChannelSide senders;
    private final ChannelSide receivers;

    /// A channel without values, for at most `capacity` of them.
    ///
    /// @throws IllegalArgumentException if the capacity is not within 1 and [#MAX_CAPACITY]
    public BoundedChannel(int capacity) {
        if (capacity < 1 || capacity > MAX_CAPACITY) {
            throw new IllegalArgumentException("capacity must be within 1 and " + MAX_CAPACITY + ", not " + capacity);
        }
        this.ring = new ValueRing<>(capacity);
        this.senders = new ChannelSide(parker, ring::hasRoom);
        this.receivers = new ChannelSide(parker, ring::hasValue);
    }

    /// Sends a value, waiting while the channel is full. When it throws, the value was not sent.
    ///
    /// @throws InterruptedException if the thread is interrupted before or while it waits; its flag is then
    ///     cleared
    /// @throws NetException `CLOSED` if this is closed, before or while it waits; `DEADLINE_EXCEEDED` if the
    ///     deadline of the caller's scope comes first
    public void send(T value) throws InterruptedException, NetException {
        Objects.requireNonNull(value, "value");
        if (!offer(value)) {
            sendUntil(value, Deadline.NEVER);
        }
    }

    /// As [#send(Object)], for at most `timeout`: after it `TIMED_OUT`. A timeout of zero or less has passed: the
    /// call looks once.
    public void send(T value, Duration timeout) throws InterruptedException, NetException {
        Objects.requireNonNull(value, "value");
        long nanos = Deadline.left(timeout);
        if (!offer(value)) {
            sendUntil(value, Deadline.after(parker.now(), nanos));
        }
    }

    private void sendUntil(T value, long latest) throws InterruptedException, NetException {
        do {
            WaitFailure.check(senders.await(Math.min(latest, Scope.current().deadline())), "send");
        } while (!offer(value));
    }

    /// Sends a value if there is room; false if the channel is full. `CLOSED`.
    public boolean trySend(T value) throws NetException {
        Objects.requireNonNull(value, "value");
        boolean sent = offer(value);
        if (!sent) {
            senders.spend();
        }
        return sent;
    }

    private boolean offer(T value) throws NetException {
        int outcome = ring.put(value);
        if (outcome == ValueRing.CLOSED) {
            throw NetException.of(ErrorKind.CLOSED, "send");
        }
        boolean sent = outcome == ValueRing.PUT;
        if (sent) {
            receivers.wake();
            senders.spend();
        }
        return sent;
    }

    /// The next value, waiting for it if need be; empty if the channel is closed and drained, and each time
    /// after that.
    ///
    /// @throws InterruptedException if the thread is interrupted before or while it waits; its flag is then
    ///     cleared
    /// @throws NetException `DEADLINE_EXCEEDED` if the deadline of the caller's scope comes first
    public Optional<T> receive() throws InterruptedException, NetException {
        T value = take();
        return value != null ? Optional.of(value) : awaitValue(Deadline.NEVER);
    }

    /// As [#receive()], for at most `timeout`: after it `TIMED_OUT`. A timeout of zero or less has passed: the
    /// call looks once.
    public Optional<T> receive(Duration timeout) throws InterruptedException, NetException {
        long nanos = Deadline.left(timeout);
        T value = take();
        return value != null ? Optional.of(value) : awaitValue(Deadline.after(parker.now(), nanos));
    }

    private Optional<T> awaitValue(long latest) throws InterruptedException, NetException {
        for (; ; ) {
            // In this order: what was put before the close is there.
            boolean last = ring.isClosed();
            if (!last) {
                Outcome outcome =
                        receivers.await(Math.min(latest, Scope.current().deadline()));
                if (outcome != Outcome.CLOSED) {
                    WaitFailure.check(outcome, "receive");
                }
            }
            T value = take();
            if (value != null || last) {
                return Optional.ofNullable(value);
            }
        }
    }

    /// The next value, if there is one now; empty if not, and then [#isEnded] says whether there may be one
    /// later.
    public Optional<T> tryReceive() {
        T value = take();
        if (value == null) {
            receivers.spend();
        }
        return Optional.ofNullable(value);
    }

    private @Nullable T take() {
        T value = ring.take();
        if (value != null) {
            senders.wake();
            receivers.spend();
        }
        return value;
    }

    /// Returns how many values are in it now.
    public int size() {
        return ring.size();
    }

    /// Returns how many values it holds at most.
    public int capacity() {
        return ring.capacity();
    }

    /// Whether it is closed: nothing more is sent, but values may be left.
    public boolean isClosed() {
        return ring.isClosed();
    }

    /// Whether it is closed and drained: there is no value any more, and never will be.
    public boolean isEnded() {
        return ring.isClosed() && ring.size() == 0;
    }

    /// Ends sending; what is in the channel can still be received. Closing again does nothing.
    @Override
    public void close() {
        ring.close();
        senders.close();
        receivers.close();
    }

    /// Closes it and takes what is left, in order: for the last receiver, when it leaves.
    public List<T> closeAndDrain() {
        close();
        var left = new ArrayList<T>();
        for (T value = take(); value != null; value = take()) {
            left.add(value);
        }
        return left;
    }

    /// What lets a `Readiness` wait for this; programs use that.
    public ReadinessSource readinessSource() {
        return new ReadinessSource() {
            @Override
            public boolean watch(Interest interest, Watcher watcher) {
                return side(interest).watch(watcher);
            }

            @Override
            public void unwatch(Interest interest, Watcher watcher) {
                side(interest).unwatch(watcher);
            }

            @Override
            public boolean isReadyNow(Interest interest, long since) {
                return side(interest).isReady();
            }
        };
    }

    private ChannelSide side(Interest interest) {
        return interest == Interest.READABLE ? receivers : senders;
    }

    /// `channel 3/64`, and `closed` behind it.
    @Override
    public String toString() {
        return "channel " + size() + "/" + capacity() + (isClosed() ? " closed" : "");
    }
}
