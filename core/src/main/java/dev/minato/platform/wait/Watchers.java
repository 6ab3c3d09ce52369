package dev.minato.platform.wait;

import dev.minato.atomic.VarHandles;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/// The watchers of one direction of a socket: one-shot callbacks on its next readiness.
///
/// A platform uses it so that no readiness is lost:
///
/// ```
///  a watcher                           an event
///  ---------                           --------
///  add                                 note the readiness
///  ready?  yes: it need not be told    tell all that are in
/// ```
///
/// Whichever of the two looks second sees what the other did. Watchers are told beside the one waiter that the
/// event wakes, not in its place. Lock-free, because the thread that tells is one that others depend on: the
/// watchers are an immutable array, exchanged by compare-and-set. Safe for use by any number of threads.
public final class Watchers {
    private static final Watcher[] NONE = {};
    private static final VarHandle ARMED = VarHandles.ofField(MethodHandles.lookup(), "armed", Watcher[].class);

    private volatile Watcher[] armed = NONE;

    /// No watcher.
    public Watchers() {}

    /// Has `watcher` told at the next event.
    public void add(Watcher watcher) {
        Watcher[] before;
        Watcher[] after;
        do {
            before = armed;
            after = new Watcher[before.length + 1];
            System.arraycopy(before, 0, after, 0, before.length);
            after[before.length] = watcher;
        } while (!ARMED.compareAndSet(this, before, after));
    }

    /// Takes it out; no-op if it is not in.
    public void remove(Watcher watcher) {
        for (; ; ) {
            Watcher[] before = armed;
            int at = indexOf(before, watcher);
            if (at < 0 || ARMED.compareAndSet(this, before, without(before, at))) {
                return;
            }
        }
    }

    @SuppressWarnings("ReferenceEquality") // a watcher is one object, whatever its equals says
    private static int indexOf(Watcher[] all, Watcher watcher) {
        for (int i = 0; i < all.length; i++) {
            if (all[i] == watcher) {
                return i;
            }
        }
        return -1;
    }

    private static Watcher[] without(Watcher[] all, int at) {
        if (all.length == 1) {
            return NONE;
        }
        var rest = new Watcher[all.length - 1];
        System.arraycopy(all, 0, rest, 0, at);
        System.arraycopy(all, at + 1, rest, at, rest.length - at);
        return rest;
    }

    /// Whether nobody is in.
    public boolean isEmpty() {
        return armed.length == 0;
    }

    /// Tells all that are in, and takes them out.
    public void tellAll() {
        if (isEmpty()) {
            return;
        }
        for (Watcher watcher : (Watcher[]) ARMED.getAndSet(this, NONE)) {
            watcher.ready();
        }
    }
}
