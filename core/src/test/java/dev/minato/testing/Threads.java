package dev.minato.testing;

import dev.minato.platform.Placement;
import dev.minato.platform.Platform;
import java.util.concurrent.Callable;

/// The two kinds of threads that may call Minato; a test of something that waits runs with both.
public enum Threads {
    /// A virtual thread as tasks have it: run by an event loop, where those schedule.
    VIRTUAL,
    /// `Thread.ofPlatform()`, as a daemon.
    PLATFORM;

    /// An action that may fail.
    @FunctionalInterface
    public interface Body {
        /// Does it.
        void run() throws Exception;
    }

    /// Makes a call on a new thread.
    public <T> Call<T> call(Callable<T> body) {
        var call = new Call<>(body);
        call.start(this == VIRTUAL ? Threads::startTask : Thread.ofPlatform().daemon()::start);
        return call;
    }

    private static Thread startTask(Runnable body) {
        return Platform.current().start(body, Placement.NEXT);
    }

    /// As [#call], for a body without a result.
    public Call<Threads> run(Body body) {
        return call(() -> {
            body.run();
            return this;
        });
    }
}
