package dev.minato.testing;

import dev.minato.error.NetException;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A call that another thread makes: what it is doing, and how it ended. See [Threads].
///
/// Whoever asks for the end waits for it, and gets a failure with the stack of the call if it takes too long.
public final class Call<T> {
    private final Callable<T> body;
    private final CountDownLatch ended = new CountDownLatch(1);
    private Thread thread = Thread.currentThread();
    private volatile @Nullable T result;
    private volatile @Nullable Throwable failure;
    private volatile boolean interrupted;

    Call(Callable<T> body) {
        this.body = body;
    }

    void start(Function<Runnable, Thread> starting) {
        thread = starting.apply(this::run);
    }

    private void run() {
        try {
            result = body.call();
        } catch (Throwable thrown) {
            failure = thrown;
        } finally {
            interrupted = Thread.currentThread().isInterrupted();
            ended.countDown();
        }
    }

    /// Returns once the call waits inside the library; fails if it ends instead.
    public Call<T> awaitWaiting() throws Exception {
        Eventually.holds("the call waits", () -> {
            if (isFinished()) {
                throw new AssertionError("the call ended instead of waiting: " + result, failure);
            }
            return isWaiting();
        });
        return this;
    }

    private boolean isWaiting() {
        return switch (thread.getState()) {
            case WAITING, TIMED_WAITING ->
                Stream.of(thread.getStackTrace())
                        .anyMatch(frame -> frame.getClassName().startsWith("dev.minato.platform."));
            default -> false;
        };
    }

    /// Interrupts the thread.
    public void interrupt() {
        thread.interrupt();
    }

    /// What the call returned; fails if it threw.
    public T result() {
        awaitEnd();
        Throwable thrown = failure;
        if (thrown != null) {
            throw new AssertionError("the call failed", thrown);
        }
        return result;
    }

    /// What the call threw; fails if it returned, or threw something else.
    public <E extends Throwable> E failure(Class<E> type) {
        awaitEnd();
        Throwable thrown = failure;
        if (!type.isInstance(thrown)) {
            throw new AssertionError(
                    "no " + type.getSimpleName() + ", but " + (thrown == null ? result : thrown), thrown);
        }
        return type.cast(thrown);
    }

    /// What the call threw, if it did.
    public Optional<Throwable> thrown() {
        awaitEnd();
        return Optional.ofNullable(failure);
    }

    /// The failure that the call threw.
    public NetException failure() {
        return failure(NetException.class);
    }

    /// Whether the thread's interrupt flag was set when the call ended.
    public boolean wasInterruptedAtEnd() {
        awaitEnd();
        return interrupted;
    }

    /// Whether it has ended.
    public boolean isFinished() {
        return ended.getCount() == 0;
    }

    private void awaitEnd() {
        try {
            if (!ended.await(Eventually.PATIENCE.toNanos(), TimeUnit.NANOSECONDS)) {
                var where = new Throwable("where it is, " + thread.getState());
                where.setStackTrace(thread.getStackTrace());
                throw new AssertionError("the call has not ended after " + Eventually.PATIENCE, where);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for a call", e);
        }
    }
}
