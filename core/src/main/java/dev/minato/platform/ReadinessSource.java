package dev.minato.platform;

import dev.minato.error.NetException;
import dev.minato.platform.wait.Watcher;

/// What one thread can have itself told about, beside others, instead of waiting in it: a socket, or a channel
/// between tasks.
public interface ReadinessSource {
    /// Has `watcher` told, once, when a try in that direction may succeed; or says true if that is so now. It
    /// may be told all the same then, and for no reason at any time.
    ///
    /// Readiness that has been reported and not used up counts as now. A wait of another thread in the same
    /// direction goes on as if nobody watched. Closing tells all watchers; of what is closed it says true.
    boolean watch(Interest interest, Watcher watcher) throws NetException;

    /// Lets `watcher` be told no more; one call that has begun may still come.
    void unwatch(Interest interest, Watcher watcher);

    /// Looks whether a try in that direction may succeed, for a watcher that is about to report a timeout:
    /// readiness since `since` counts, even if the platform's threads were not run meanwhile. True of what is
    /// closed. A platform that cannot ask tells its watchers what it finds, and returns false.
    boolean isReadyNow(Interest interest, long since) throws NetException;
}
