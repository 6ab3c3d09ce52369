package dev.minato.services.game;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// A client's side of a game that it is in: the snapshots, the prediction, and what is shown.
final class Playing {
    /// More than the baselines of a server, so that none is missing.
    private static final int SNAPSHOTS = 32;

    private final Welcome welcome;
    private final Movement movement;
    private final long interpolationDelay;
    private final SessionCounts counts;
    private final Prediction prediction;
    private final InterpolationClock clock;
    private final RoundTrip roundTrip = new RoundTrip();
    private final LossMeter loss = new LossMeter();
    private final SnapshotRing ring = new SnapshotRing(SNAPSHOTS);
    private final SnapshotPacket packet = new SnapshotPacket();
    private final DeltaReader reader = new DeltaReader();
    private Optional<Snapshot> newest = Optional.empty();
    private int players = 1;

    Playing(Welcome welcome, long interpolationDelay, SessionCounts counts) {
        this.welcome = welcome;
        this.movement = new Movement(welcome.rules());
        this.interpolationDelay = interpolationDelay;
        this.counts = counts;
        this.prediction = new Prediction(movement, welcome.point());
        this.clock = new InterpolationClock(interpolationDelay);
    }

    int id() {
        return welcome.id();
    }

    int token() {
        return welcome.token();
    }

    GameRules rules() {
        return welcome.rules();
    }

    /// Takes in a SNAPSHOT whose header, length and token are right; returns what is wrong with it.
    Optional<Malformed> receive(ByteBuffer datagram, long now) {
        Optional<Malformed> wrong = packet.read(datagram, movement);
        if (wrong.isPresent()) {
            return wrong;
        }
        int sequence = packet.sequence();
        if (newest.isPresent() && !Serial.isNewer(sequence, newest.get().sequence())) {
            loss.came(sequence);
            return Optional.of(Malformed.LATE);
        }
        if (!prediction.isPlausible(packet.done())) {
            return Optional.of(Malformed.VALUE);
        }
        Optional<Malformed> failed = readOthers(datagram);
        if (failed.isEmpty()) {
            accept(now);
        }
        return failed;
    }

    private Optional<Malformed> readOthers(ByteBuffer datagram) {
        int sequence = packet.sequence();
        int back = Serial.difference(sequence, packet.baseline());
        Optional<Snapshot> baseline = back > 0 && back < ring.size() ? ring.find(packet.baseline()) : Optional.empty();
        if (!packet.standsAlone() && baseline.isEmpty()) {
            return Optional.of(Malformed.BASELINE);
        }
        Snapshot place = ring.place(sequence);
        place.begin(sequence, fullTick(packet.tick()), packet.self());
        Optional<Malformed> wrong = reader.read(datagram.position(SnapshotPacket.OTHERS), baseline, place, movement);
        if (wrong.isPresent()) {
            place.clear();
        }
        return wrong;
    }

    /// Returns the tick whose lower 32 bits these are: that which is next to the last one.
    private long fullTick(int lower) {
        long last = newest.map(Snapshot::tick).orElse(welcome.tick());
        return last + (lower - (int) last);
    }

    private void accept(long now) {
        newest = ring.find(packet.sequence());
        Snapshot snapshot = newest.orElseThrow();
        players = packet.players();
        counts.snapshots++;
        loss.came(snapshot.sequence());
        clock.came(snapshot.tick(), now);
        roundTrip.heard(packet.heard(), prediction.newest(), packet.age(), now);
        if (prediction.reconcile(packet.done(), snapshot.self())) {
            counts.corrections++;
        }
    }

    /// Moves the player, and writes an INPUT with the last of what the server does not know yet. If two seconds of
    /// inputs are under way, the player stands still, and the packet is the last one again.
    void step(Input input, ByteBuffer out, long now) {
        boolean isMoved = prediction.step(InputCode.of(input));
        int last = prediction.newest();
        if (isMoved) {
            roundTrip.sent(last, now);
        }
        int count = Math.min(prediction.pending(), InputPacket.MAX_INPUTS);
        InputPacket.begin(out, id(), token(), last, count);
        for (int i = 0; i < count; i++) {
            InputPacket.add(out, i, prediction.code(Serial.plus(last, i + 1 - count)));
        }
        newest.ifPresent(snapshot -> InputPacket.acknowledge(out, snapshot.sequence()));
    }

    GameView view(long now) {
        Position self = Grid.position(prediction.point());
        Position confirmed = Grid.position(prediction.confirmed());
        if (newest.isEmpty()) {
            return new GameView(welcome.tick(), welcome.tick(), self, confirmed, List.of(), List.of(), 1);
        }
        Snapshot latest = newest.get();
        double shown = clock.shown(now);
        return new GameView(
                latest.tick(),
                shown,
                self,
                confirmed,
                SnapshotView.at(shown, ring, latest),
                SnapshotView.of(latest),
                players);
    }

    ClientStats stats() {
        return new ClientStats(
                Duration.ofNanos(roundTrip.nanos()),
                Duration.ofNanos(roundTrip.variation()),
                loss.loss(),
                Duration.ofNanos(interpolationDelay),
                counts.snapshots,
                counts.corrections,
                counts.ignored,
                counts.packetsIn,
                counts.bytesIn,
                counts.packetsOut,
                counts.bytesOut);
    }
}
