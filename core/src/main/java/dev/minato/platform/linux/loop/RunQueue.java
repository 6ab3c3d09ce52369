package dev.minato.platform.linux.loop;

import dev.minato.atomic.VarHandles;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/// The queue of ready tasks of one event loop, FIFO.
///
/// ```
///                done              end
///                  ▼                ▼
///  ring:   ∅   ∅   R   r   r   r    ∅   ∅         R runs now, or is the next to
/// ```
///
/// A task stays at the head while it runs, so that another thread can see which one runs and how many are done
/// without any extra write by the loop. Everything but [#done] and [#running] is confined to the loop's own
/// thread.
final class RunQueue {
    private static final VarHandle DONE = VarHandles.ofField(MethodHandles.lookup(), "done", int.class);

    /// A power of two long; positions count up and wrap.
    private @Nullable Runnable[] ring = new Runnable[64];

    private int done;
    private int end;

    boolean isEmpty() {
        return done == end;
    }

    void add(Runnable task) {
        if (end - done == ring.length) {
            grow();
        }
        ring[end++ & (ring.length - 1)] = task;
    }

    private void grow() {
        var larger = new @Nullable Runnable[2 * ring.length];
        for (int at = done; at != end; at++) {
            larger[at & (larger.length - 1)] = ring[at & (ring.length - 1)];
        }
        ring = larger;
    }

    /// Whether there is one beside the one that runs, which asks.
    boolean hasOthers() {
        return end - done > 1;
    }

    /// Runs the first; there must be one.
    void runFirst() {
        try {
            Runnable first = ring[done & (ring.length - 1)];
            if (first == null) {
                throw new AssertionError("nothing is ready");
            }
            first.run();
        } finally {
            ring[done & (ring.length - 1)] = null;
            DONE.setOpaque(this, done + 1);
        }
    }

    /// How many have run; for any thread, and perhaps a moment old.
    int done() {
        return (int) DONE.getOpaque(this);
    }

    /// The one that runs, if any; for any thread, and only a guess unless [#done] is the same before and long
    /// after.
    @Nullable
    Runnable running() {
        var seen = ring;
        return seen[done() & (seen.length - 1)];
    }
}
