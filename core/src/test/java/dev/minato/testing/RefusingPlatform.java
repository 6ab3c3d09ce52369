package dev.minato.testing;

import dev.minato.platform.Platform;
import java.util.concurrent.RejectedExecutionException;

/// A platform on which no task can be started, as where there is no memory for another thread.
public final class RefusingPlatform {
    private RefusingPlatform() {}

    /// The current platform, but for starting tasks, which throws a [RejectedExecutionException].
    public static Platform create() {
        return Overridden.of(Platform.class, Platform.current(), "start", _ -> {
            throw new RejectedExecutionException("no threads left");
        });
    }
}
