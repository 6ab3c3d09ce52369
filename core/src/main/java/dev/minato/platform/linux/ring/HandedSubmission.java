package dev.minato.platform.linux.ring;

/// A submission that another thread than its loop's has asked for. The loop makes it when it comes to it; a task that
/// holds the loop meanwhile, and depends on it, makes it before.
///
/// ```
///              ask, by any thread
///   MADE ──────────────────────────────▶ DUE
///    ▲                                    │
///    └── run, by the loop's: the action ──┘
/// ```
///
/// It is asked for again only after it was made, so the action runs once for each.
public final class HandedSubmission implements Runnable {
    private final Runnable action;
    private volatile boolean due;

    /// @param action makes the submission
    public HandedSubmission(Runnable action) {
        this.action = action;
    }

    /// Asks for it; the caller has the loop run this afterwards.
    public void ask() {
        due = true;
    }

    /// Makes it, if it is due; on the loop's thread.
    @Override
    public void run() {
        if (due) {
            due = false;
            action.run();
        }
    }
}
