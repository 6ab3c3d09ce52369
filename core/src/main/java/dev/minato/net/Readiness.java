package dev.minato.net;

import dev.minato.error.NetException;
import dev.minato.net.ready.ReadyQueue;
import dev.minato.net.ready.WatchedDirection;
import dev.minato.platform.Interest;
import dev.minato.platform.wait.Handle;
import dev.minato.task.BoundedChannel;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

/// One direction of one socket or channel to wait for: that it becomes readable, or writable; and the wait for
/// any of several, by one thread.
///
/// Most programs need none of this: a virtual thread for each connection, and blocking calls. It is for those
/// that wait for several sockets at once, and for event loops of their own; [ReadinessSet] keeps thousands.
///
/// Ready means that a try (`tryRead`, `tryAccept`, a call in non-blocking mode) may succeed, report the end,
/// or fail; it may also find nothing, and then one waits again. A socket stays ready until it was read,
/// written or accepted from until there is no more, as with poll(2). One whose handle is closed is ready: the
/// next try says `CLOSED`. Nothing is taken from a socket, and other threads may wait in it meanwhile.
/// Immutable; two are equal if they are about the same direction of the same handle.
///
/// {@snippet file="dev/minato/examples/readiness/TwoListeners.java" region="any"}
public final class Readiness {
    private final Pollable socket;
    private final Interest interest;

    private Readiness(Pollable socket, Interest interest) {
        this.socket = socket;
        this.interest = interest;
    }

    /// That there is something to read, to receive or to accept, or the end of a stream, or a failure.
    public static Readiness readable(Pollable socket) {
        Objects.requireNonNull(socket, "socket");
        return new Readiness(socket, Interest.READABLE);
    }

    /// That there is a value to receive from a channel, or that it is closed.
    public static Readiness readable(BoundedChannel<?> channel) {
        return readable(new PollableChannel(channel));
    }

    /// That the kernel has room for something to send.
    ///
    /// @throws IllegalArgumentException if it is a listener's, which never has: from what is to wait for it
    public static Readiness writable(Pollable socket) {
        Objects.requireNonNull(socket, "socket");
        return new Readiness(socket, Interest.WRITABLE);
    }

    /// That a channel has room for a value to send, or that it is closed.
    public static Readiness writable(BoundedChannel<?> channel) {
        return writable(new PollableChannel(channel));
    }

    /// Waits until at least one of them is ready, and returns all that are.
    ///
    /// Costs some time for each; for many, and again and again, use a [ReadinessSet].
    /// `DEADLINE_EXCEEDED`, `INTERRUPTED`. Several threads may wait for the same sockets, and all are woken.
    ///
    /// @throws IllegalArgumentException if `several` is empty, since that would wait forever
    public static List<Readiness> any(Collection<Readiness> several) throws NetException {
        try (var set = setOf(several)) {
            return reported(set.await());
        }
    }

    /// As [#any(Collection)], for at most `timeout`: after it the list is empty, which is no failure. A
    /// `timeout` of zero or less has passed: the call looks once.
    public static List<Readiness> any(Collection<Readiness> several, Duration timeout) throws NetException {
        Objects.requireNonNull(timeout, "timeout");
        try (var set = setOf(several)) {
            return reported(set.await(timeout));
        }
    }

    /// A loop around [#any] makes a set each time, so the budget is that of a socket.
    private static List<Readiness> reported(List<Ready<Readiness>> ready) {
        if (!ready.isEmpty()) {
            ready.getFirst().key().spend();
        }
        return ready.stream().map(Ready::key).toList();
    }

    private void spend() {
        if (socket instanceof NetSocket<?, ?> ofNet) {
            ofNet.handle.spend(0);
        }
    }

    private static ReadinessSet<Readiness> setOf(Collection<Readiness> several) throws NetException {
        Objects.requireNonNull(several, "several");
        for (Readiness one : several) {
            Objects.requireNonNull(one, "several");
        }
        if (several.isEmpty()) {
            throw new IllegalArgumentException("several must not be empty: there is nothing to wait for");
        }
        var set = new ReadinessSet<Readiness>();
        try {
            for (Readiness one : several) {
                set.add(one, one);
            }
            return set;
        } catch (Throwable failed) {
            set.close();
            throw failed;
        }
    }

    <T> WatchedDirection<T> register(T what, ReadyQueue<T> queue) throws NetException {
        if (socket instanceof PollableChannel(var channel)) {
            return new WatchedDirection<>(what, channel.readinessSource(), interest, new Handle(), queue);
        }
        // Every kind of socket is one.
        return ((NetSocket<?, ?>) socket).register(what, interest, queue);
    }

    /// The socket, as it was given, or the channel; a `switch` tells its kind, see [Pollable].
    public Pollable socket() {
        return socket;
    }

    /// Whether it is about reading, receiving and accepting.
    public boolean isReadable() {
        return interest == Interest.READABLE;
    }

    /// Whether it is about writing and sending.
    public boolean isWritable() {
        return interest == Interest.WRITABLE;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Readiness that && socket.equals(that.socket) && interest == that.interest;
    }

    @Override
    public int hashCode() {
        return 2 * socket.hashCode() + (isReadable() ? 0 : 1);
    }

    /// `readable tcp 127.0.0.1:7878`.
    @Override
    public String toString() {
        return (isReadable() ? "readable " : "writable ") + socket;
    }
}
