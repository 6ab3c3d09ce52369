package dev.minato.schedules;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pastalab.fray.core.ThreadContext;
import org.pastalab.fray.core.concurrency.operations.RacingOperation;

/// The threads that spin: they touch one place again and again, and stand aside for a while.
///
/// A scheduler that goes by priorities would else let the one that spins for a lock run before the one that
/// holds it: PCT for ever, POS now and then for very long.
final class Spinners {
    private static final int TOUCHES = 8;
    private static final int REST = 16;

    private final Map<ThreadContext, Integer> resting = new HashMap<>();
    private @Nullable ThreadContext last;
    private int place;
    private int touches;

    /// Those that do not rest; all if they all do.
    List<ThreadContext> without(List<ThreadContext> runnable) {
        if (resting.isEmpty()) {
            return runnable;
        }
        resting.replaceAll((_, left) -> left - 1);
        resting.values().removeIf(left -> left <= 0);
        List<ThreadContext> awake =
                runnable.stream().filter(thread -> !resting.containsKey(thread)).toList();
        return awake.isEmpty() ? runnable : awake;
    }

    /// Notes whose step is next.
    void note(ThreadContext next) {
        int touched = next.getPendingOperation() instanceof RacingOperation touch ? touch.getResource() : 0;
        touches = next == last && touched == place ? touches + 1 : 0;
        last = next;
        place = touched;
        if (touches >= TOUCHES) {
            resting.put(next, REST);
            touches = 0;
        }
    }
}
