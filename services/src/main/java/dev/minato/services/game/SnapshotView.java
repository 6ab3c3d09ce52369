package dev.minato.services.game;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What the snapshots of a client show: the others at a tick that lies between two of them.
///
/// ```
///   tick      120          122          (124 lost)          126
///   snapshot   A ──────────▶ B ─────────────────────────────▶ C
///                                    ▲ shown: those of B, on their way to where C has them
/// ```
///
/// Nobody is shown beyond the newest snapshot: he would have to jump back if he had turned.
final class SnapshotView {
    private SnapshotView() {}

    /// Returns the others as one snapshot has them.
    static List<PlayerView> of(Snapshot snapshot) {
        var views = new ArrayList<PlayerView>(snapshot.count());
        for (int i = 0; i < snapshot.count(); i++) {
            views.add(new PlayerView(snapshot.id(i), Grid.position(snapshot.point(i))));
        }
        return views;
    }

    /// Returns the others at a tick.
    ///
    /// @param newest the newest snapshot of the ring
    static List<PlayerView> at(double tick, SnapshotRing ring, Snapshot newest) {
        Snapshot after = newest;
        for (int back = 0; back < ring.size(); back++) {
            Optional<Snapshot> found = ring.find(Serial.plus(newest.sequence(), -back));
            if (found.isPresent()) {
                Snapshot snapshot = found.get();
                if (snapshot.tick() <= tick) {
                    return snapshot == after ? of(snapshot) : between(snapshot, after, tick);
                }
                after = snapshot;
            }
        }
        return of(after);
    }

    // @start region="between"
    private static List<PlayerView> between(Snapshot before, Snapshot after, double tick) {
        double share = (tick - before.tick()) / (after.tick() - before.tick());
        var views = new ArrayList<PlayerView>(before.count());
        for (int i = 0; i < before.count(); i++) {
            int at = after.find(before.id(i));
            int to = at < 0 ? before.point(i) : after.point(at);
            views.add(new PlayerView(before.id(i), Grid.between(before.point(i), to, share)));
        }
        return views;
    }
    // @end
}
