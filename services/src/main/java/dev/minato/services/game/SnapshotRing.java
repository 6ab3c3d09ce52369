package dev.minato.services.game;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The last snapshots, by their numbers: those of a server for one player, as baselines, or those of a client, to
/// read deltas against and to show. Its size is fixed.
final class SnapshotRing {
    private final List<Snapshot> ring;
    private final List<Optional<Snapshot>> found;

    /// @param size a power of two
    SnapshotRing(int size) {
        var made = new ArrayList<Snapshot>(size);
        for (int i = 0; i < size; i++) {
            made.add(new Snapshot());
        }
        ring = List.copyOf(made);
        found = ring.stream().map(Optional::of).toList();
    }

    /// Returns the place of a number, in which the next snapshot is to be written.
    Snapshot place(int sequence) {
        return ring.get(sequence & ring.size() - 1);
    }

    /// Returns the snapshot of that number, if it is still there. Allocates nothing.
    Optional<Snapshot> find(int sequence) {
        return place(sequence).is(sequence) ? found.get(sequence & ring.size() - 1) : Optional.empty();
    }

    int size() {
        return ring.size();
    }
}
