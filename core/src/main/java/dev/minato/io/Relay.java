package dev.minato.io;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.net.ByteStream;
import dev.minato.net.Shutdown;
import dev.minato.platform.Placement;
import dev.minato.platform.Scope;
import dev.minato.platform.wait.Deadline;
import dev.minato.platform.wait.Handle;
import dev.minato.platform.wait.Outcome;
import dev.minato.platform.wait.Parker;
import dev.minato.platform.wait.WaitQueue;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// A relay between two streams: a thread for each direction, and the caller, which waits for both and
/// enforces the idle timeout.
///
/// ```
///                 ┌──▶ onward ──▶┐          ended: by the end of its stream, or failed
///           first │              │ second
///                 └◀──  back  ◀──┘
///                      caller               watches the time, and interrupts what is to end
/// ```
///
/// A direction that fails because its peer is gone leaves the other one to drain: what the peer had sent
/// before is still in the receive queue, such as the early answer of a server that reads no further. Draining
/// is reading with the interrupt flag set, which never waits, and writing without it. Any other failure stops
/// both at once.
///
/// Built on the platform and not on tasks, which belong to a layer above.
final class Relay {
    private final Scope scope = Scope.current();
    private final Parker parker = scope.platform().parker();
    private final WaitQueue changes = new WaitQueue(parker);
    private final Handle handle = new Handle();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final CopyOptions options;
    private final long idleNanos;
    private final Direction onward;
    private final Direction back;

    /// Set before the interrupt that ends the directions for good.
    private volatile boolean stopped;

    /// When bytes moved last; updated only with an idle timeout.
    private volatile long moved = parker.now();

    Relay(ByteStream first, ByteStream second, CopyOptions options) {
        this.options = options;
        this.idleNanos = options.idleTimeout().map(Deadline::nanos).orElse(Deadline.NEVER);
        this.onward = new Direction(first, second);
        this.back = new Direction(second, first);
    }

    Copied run() throws NetException {
        try {
            onward.start();
            back.start();
            watch();
        } finally {
            stop();
        }
        Throwable thrown = failure.get();
        if (thrown != null) {
            throw said(thrown);
        }
        return new Copied(onward.copied, back.copied);
    }

    /// Waits until both directions have ended, or something has failed that stops them.
    private void watch() {
        boolean draining = false;
        while (isGoingOn()) {
            if (!draining && failure.get() != null) {
                draining = true;
                interruptBoth();
            }
            awaitChange(draining);
        }
    }

    private void awaitChange(boolean draining) {
        long idleEnd = Deadline.after(moved, idleNanos);
        long until = Math.min(scope.deadline(), idleEnd);
        switch (changes.await(handle, until, () -> !isGoingOn() || (!draining && failure.get() != null))) {
            case WOKEN, CLOSED -> {}
            case INTERRUPTED -> stopWith(scope.failure(Outcome.INTERRUPTED, "copy"));
            case TIMED_OUT -> checkTime();
        }
    }

    private boolean isGoingOn() {
        return !stopped && (onward.isRunning() || back.isRunning());
    }

    private void checkTime() {
        long now = parker.now();
        if (scope.deadline() <= now) {
            stopWith(scope.failure(Outcome.TIMED_OUT, "copy"));
        } else if (Deadline.after(moved, idleNanos) <= now) {
            stopWith(NetException.of(ErrorKind.TIMED_OUT, "copy", "nothing moved for " + Duration.ofNanos(idleNanos)));
        }
    }

    /// Interrupts what still runs, and waits for it whatever happens to the caller.
    private void stop() {
        stopped = true;
        interruptBoth();
        changes.awaitUninterruptibly(handle, () -> !onward.isRunning() && !back.isRunning());
        changes.close();
    }

    private void interruptBoth() {
        onward.interrupt();
        back.interrupt();
    }

    /// Only the first failure counts: it is what the later ones come from.
    private void fail(Throwable thrown) {
        failure.compareAndSet(null, thrown);
    }

    private void stopWith(NetException reason) {
        fail(reason);
        stopped = true;
    }

    /// Whether the other direction may have something left that the peer sent before it was gone.
    private static boolean isPeerGone(Throwable thrown) {
        return thrown instanceof NetException e
                && (e.kind() == ErrorKind.CONNECTION_RESET || e.kind() == ErrorKind.BROKEN_PIPE);
    }

    private NetException said(Throwable thrown) {
        return switch (thrown) {
            case NetException e -> counted(e);
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            default -> throw new AssertionError("a copy throws nothing else", thrown);
        };
    }

    private NetException counted(NetException e) {
        String counts = "after " + onward.copied + " bytes to the second stream and " + back.copied + " to the first";
        boolean exceeded = e.kind() == ErrorKind.DEADLINE_EXCEEDED;
        var counted = NetException.builder(e.kind(), "copy")
                .detail(exceeded ? scope.expiry() + ", " + counts : counts)
                .osError(e.osError().orElse(0))
                .cause(e);
        e.address().or(this::peers).ifPresent(counted::address);
        return counted.build();
    }

    /// What is about both streams, such as silence, names both peers.
    private Optional<String> peers() {
        Optional<String> first = onward.from.peerName();
        Optional<String> second = onward.to.peerName();
        return first.flatMap(name -> second.map(other -> name + " ↔ " + other)).or(() -> first.or(() -> second));
    }

    /// Started and interrupted by the caller's thread, so that there is no race between the two.
    private final class Direction {
        private final ByteStream from;
        private final ByteStream to;
        private @Nullable Thread thread;
        private volatile boolean ended;

        /// Read by others once it has ended.
        private long copied;

        Direction(ByteStream from, ByteStream to) {
            this.from = from;
            this.to = to;
        }

        void start() {
            thread = scope.platform().start(() -> scope.run(this::run), Placement.HERE);
        }

        boolean isRunning() {
            return thread != null && !ended;
        }

        void interrupt() {
            if (thread != null) {
                thread.interrupt();
            }
        }

        private void run() {
            try {
                copy();
                passOnTheEnd();
            } catch (Throwable thrown) {
                fail(thrown);
                if (!isPeerGone(thrown)) {
                    stopped = true;
                }
            } finally {
                ended = true;
                changes.wakeAll();
            }
        }

        private void copy() throws NetException {
            try (var transfer = new Transfer(from, to, options.bufferSize())) {
                while (read(transfer) != -1) {
                    noteMove();
                    while (transfer.isHolding()) {
                        write(transfer);
                    }
                }
            }
        }

        private int read(Transfer transfer) throws NetException {
            if (failure.get() != null) {
                Thread.currentThread().interrupt();
            }
            return transfer.read(Long.MAX_VALUE);
        }

        /// The flag is cleared before `stopped` is looked at, so that an interrupt that stops is never lost.
        private void write(Transfer transfer) throws NetException {
            boolean _ = Thread.interrupted();
            if (stopped) {
                throw NetException.of(ErrorKind.INTERRUPTED, "copy");
            }
            try {
                copied += transfer.write();
                noteMove();
            } catch (NetException e) {
                if (e.kind() != ErrorKind.INTERRUPTED || stopped || failure.get() == null) {
                    throw e;
                }
            }
        }

        private void noteMove() {
            if (idleNanos != Deadline.NEVER) {
                moved = parker.now();
            }
        }

        /// A peer that is gone altogether needs to hear of no end.
        private void passOnTheEnd() throws NetException {
            try {
                to.shutdown(Shutdown.WRITE);
            } catch (NetException e) {
                if (e.kind() != ErrorKind.NOT_CONNECTED) {
                    throw e;
                }
            }
        }
    }
}
