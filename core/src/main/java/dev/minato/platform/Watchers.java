package dev.minato.platform;

import java.util.ArrayList;
import java.util.List;

/// Those who want to be told of the next readiness of one direction of a socket: each once, for each time that
/// it asks.
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
/// event wakes, not in its place. Safe for use by any number of threads; its lock is not held while they are
/// told.
public final class Watchers {
    private List<Watcher> armed = List.of();
    private volatile boolean any;

    /// Nobody yet.
    public Watchers() {}

    /// Has `watcher` told at the next event.
    public synchronized void add(Watcher watcher) {
        if (armed.isEmpty()) {
            armed = new ArrayList<>(1);
        }
        armed.add(watcher);
        any = true;
    }

    /// Takes it out, if it is in.
    public synchronized void remove(Watcher watcher) {
        if (any) {
            armed.remove(watcher);
            any = !armed.isEmpty();
        }
    }

    /// Whether nobody is in.
    public boolean isEmpty() {
        return !any;
    }

    /// Tells all that are in, and takes them out.
    public void tellAll() {
        if (!any) {
            return;
        }
        for (Watcher watcher : takeAll()) {
            watcher.ready();
        }
    }

    private synchronized List<Watcher> takeAll() {
        List<Watcher> all = armed;
        armed = List.of();
        any = false;
        return all;
    }
}
