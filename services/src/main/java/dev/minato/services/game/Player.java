package dev.minato.services.game;

import java.nio.ByteBuffer;
import java.util.Optional;

/// A player in the game, as the server knows him: who he is, his inputs, and the snapshots that he may have.
final class Player {
    /// Snapshots that are kept as baselines: half a second.
    private static final int BASELINES = 16;

    private final int id;
    private final int token;
    private final long nonce;
    private final Peer peer;
    private final InputQueue inputs = new InputQueue();
    private final SnapshotRing sent = new SnapshotRing(BASELINES);
    private long lastHeard;
    private long nextSnapshot;
    private int lastSequence;
    private int acknowledged;
    private boolean hasBaseline;
    private int index;

    /// @param nonce that of his join
    /// @param now when he joined, in nanoseconds
    Player(int id, int token, long nonce, Peer peer, long now) {
        this.id = id;
        this.token = token;
        this.nonce = nonce;
        this.peer = peer;
        this.lastHeard = now;
    }

    /// Takes in a packet of his that came now; returns what is wrong with it.
    Optional<Malformed> receive(InputPacket packet, long now) {
        boolean isKnown = !packet.hasAck() || isSent(packet.ack());
        if (!isKnown) {
            return Optional.of(Malformed.VALUE);
        }
        if (!inputs.offer(packet)) {
            return Optional.of(Malformed.LATE);
        }
        lastHeard = now;
        if (packet.hasAck()) {
            acknowledged = packet.ack();
            hasBaseline = true;
        }
        return Optional.empty();
    }

    /// Whether a snapshot of that number was sent, however long ago.
    private boolean isSent(int sequence) {
        return !Serial.isNewer(sequence, lastSequence);
    }

    /// Begins the next snapshot, to which the others are then added.
    Snapshot beginSnapshot(long tick, int point) {
        lastSequence = Serial.plus(lastSequence, 1);
        Snapshot next = sent.place(lastSequence);
        next.begin(lastSequence, tick, point);
        return next;
    }

    /// Writes the packet of a snapshot, as what differs from the last that the player is known to have.
    void write(ByteBuffer out, Snapshot snapshot, int players, long now) {
        Optional<Snapshot> baseline = hasBaseline ? sent.find(acknowledged) : Optional.empty();
        int against = baseline.isPresent() ? acknowledged : snapshot.sequence();
        long age = now - lastHeard;
        SnapshotPacket.begin(out, token, snapshot, against, inputs.taken(), inputs.newest(), age, players);
        SnapshotDelta.write(out, baseline, snapshot);
        out.flip();
    }

    /// Whether a snapshot is due at a tick. Each player has his own ticks, by his number, so that all ticks have
    /// equally many.
    boolean takesSnapshot(long tick, int every) {
        if (tick < nextSnapshot) {
            return false;
        }
        // His own ticks again: else all whose turn was in a tick that was left out would share one from then on.
        nextSnapshot = tick + 1 + Math.floorMod(id - (tick + 1), (long) every);
        return true;
    }

    int id() {
        return id;
    }

    int token() {
        return token;
    }

    long nonce() {
        return nonce;
    }

    Peer peer() {
        return peer;
    }

    InputQueue inputs() {
        return inputs;
    }

    /// When a packet of his came last, in nanoseconds.
    long lastHeard() {
        return lastHeard;
    }

    /// Where he is in the lists of the [World].
    int index() {
        return index;
    }

    void moveTo(int newIndex) {
        index = newIndex;
    }
}
