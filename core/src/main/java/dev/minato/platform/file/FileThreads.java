package dev.minato.platform.file;

import dev.minato.error.NetException;
import dev.minato.platform.wait.Handle;
import dev.minato.platform.wait.Parker;
import dev.minato.platform.wait.WaitQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Daemon threads for calls that may wait for a disk, which would hold an event loop: a few for the whole
/// process. What waits in their queue has a caller that waits, so it is bounded by those.
public final class FileThreads {
    private static final int MAX_THREADS = 16;
    private static final ThreadPoolExecutor THREADS = threads();

    private final Parker parker;

    /// For callers that wait as `parker` says.
    public FileThreads(Parker parker) {
        this.parker = parker;
    }

    private static ThreadPoolExecutor threads() {
        var threads = new ThreadPoolExecutor(
                MAX_THREADS,
                MAX_THREADS,
                10,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                Thread.ofPlatform().daemon().name("minato-file-", 0).factory());
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    /// A call that may block.
    @FunctionalInterface
    public interface Blocking<T> {
        T make() throws NetException;
    }

    /// Makes a call on one of the threads, and waits for its end whatever happens to the caller.
    public <T> T call(Blocking<T> blocking) throws NetException {
        var running = new Running<>(blocking, new WaitQueue(parker));
        THREADS.execute(running);
        return running.await();
    }

    /// A call and how it went, which is written before `over`.
    private static final class Running<T> implements Runnable {
        private final Blocking<T> blocking;
        private final WaitQueue caller;
        private @Nullable T result;
        private @Nullable Throwable thrown;
        private volatile boolean over;

        Running(Blocking<T> blocking, WaitQueue caller) {
            this.blocking = blocking;
            this.caller = caller;
        }

        @Override
        public void run() {
            try {
                result = blocking.make();
            } catch (Throwable e) {
                thrown = e;
            } finally {
                over = true;
                caller.wakeAll();
            }
        }

        @SuppressWarnings("NullAway") // a call that threw nothing has a result
        T await() throws NetException {
            caller.awaitUninterruptibly(new Handle(), () -> over);
            caller.close();
            return switch (thrown) {
                case null -> result;
                case NetException e -> throw e;
                case RuntimeException e -> throw e;
                case Error e -> throw e;
                default -> throw new AssertionError("a call throws nothing else", thrown);
            };
        }
    }
}
