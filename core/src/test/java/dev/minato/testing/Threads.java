package dev.minato.testing;

import java.util.concurrent.Callable;

/// The two kinds of threads that may call Minato; a test of something that waits runs with both.
public enum Threads {
    /// `Thread.ofVirtual()`.
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
        call.start(this == VIRTUAL ? Thread.ofVirtual() : Thread.ofPlatform().daemon());
        return call;
    }

    /// As [#call], for a body without a result.
    public Call<Threads> run(Body body) {
        return call(() -> {
            body.run();
            return this;
        });
    }
}
