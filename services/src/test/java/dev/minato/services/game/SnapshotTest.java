package dev.minato.services.game;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.address.SocketAddr;
import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/// A baseline and a delta against it are the snapshot; a snapshot has the nearest players, and is short. The seeds are
/// printed.
class SnapshotTest {
    private static final Movement WORLD = new Movement(new GameRules(2_047, 2_047, 30, 2));

    private final long seed = new SplittableRandom().nextLong();
    private final RandomGenerator random = new SplittableRandom(seed);
    private final ByteBuffer out = ByteBuffer.allocate(Wire.MAX_PACKET);
    private final DeltaReader reader = new DeltaReader();

    /// Ticks that were left out do not put the snapshots of all players into the same ones from then on.
    @Test
    void eachTickHasAsManySnapshots() {
        var simulation = new Simulation(GameSettings.DEFAULT, random);
        for (int i = 0; i < 40; i++) {
            var _ = simulation.join();
        }
        simulation.run(1_000);
        assertThat(simulation.core.players()).isEqualTo(40);
        simulation.tick += 3;
        simulation.tick();
        for (int i = 0; i < 4; i++) {
            long before = simulation.core.counts().packetsOut;
            simulation.tick();
            assertThat(simulation.core.counts().packetsOut - before).isEqualTo(20);
        }
    }

    private Snapshot snapshot(int sequence, TreeMap<Integer, Integer> players) {
        var snapshot = new Snapshot();
        snapshot.begin(sequence, 10, 0);
        players.forEach(snapshot::add);
        return snapshot;
    }

    private int anywhere() {
        return Grid.pack(random.nextInt(WORLD.maxX() + 1), random.nextInt(WORLD.maxY() + 1));
    }

    private TreeMap<Integer, Integer> players(int count) {
        var players = new TreeMap<Integer, Integer>();
        while (players.size() < count) {
            players.put(random.nextInt(65_536), anywhere());
        }
        return players;
    }

    /// Some stand, some move, some jump, some go, and others come.
    private TreeMap<Integer, Integer> later(TreeMap<Integer, Integer> before) {
        var players = new TreeMap<Integer, Integer>();
        before.forEach((id, point) -> {
            switch (random.nextInt(4)) {
                case 0 -> players.put(id, point);
                case 1 -> players.put(id, moved(point));
                case 2 -> players.put(id, anywhere());
                default -> {}
            }
        });
        for (int left = random.nextInt(GameRules.MAX_SEEN - players.size() + 1); left > 0; left--) {
            players.putIfAbsent(random.nextInt(65_536), anywhere());
        }
        return players;
    }

    private int moved(int point) {
        int x = Math.clamp(Grid.x(point) + random.nextInt(-200, 200), 0, WORLD.maxX());
        int y = Math.clamp(Grid.y(point) + random.nextInt(-200, 200), 0, WORLD.maxY());
        return Grid.pack(x, y);
    }

    @RepeatedTest(20)
    void baselineAndDeltaAreTheSnapshot() {
        System.out.println("seed " + seed);
        for (int i = 0; i < 500; i++) {
            var before = players(random.nextInt(GameRules.MAX_SEEN + 1));
            var after = later(before);
            Optional<Snapshot> baseline = random.nextInt(10) == 0 ? Optional.empty() : Optional.of(snapshot(1, before));
            out.clear();
            SnapshotDelta.write(out, baseline, snapshot(2, after));
            out.flip();
            assertThat(SnapshotPacket.OTHERS + out.limit()).isLessThanOrEqualTo(Wire.MAX_PACKET);

            var read = snapshot(2, new TreeMap<>());
            assertThat(reader.read(out, baseline, read, WORLD)).isEmpty();
            assertSame(read, after);
        }
    }

    private static void assertSame(Snapshot read, TreeMap<Integer, Integer> players) {
        var found = new TreeMap<Integer, Integer>();
        for (int i = 0; i < read.count(); i++) {
            found.put(read.id(i), read.point(i));
        }
        assertThat(found).isEqualTo(players).hasSize(read.count());
    }

    /// Every cut of a delta is malformed, and so is every byte more.
    @RepeatedTest(5)
    void cutDeltaIsMalformed() {
        System.out.println("seed " + seed);
        var before = players(GameRules.MAX_SEEN);
        Optional<Snapshot> baseline = Optional.of(snapshot(1, before));
        SnapshotDelta.write(out, baseline, snapshot(2, later(before)));
        out.flip();
        int length = out.limit();
        for (int cut = 0; cut <= length + 1; cut++) {
            if (cut != length) {
                ByteBuffer part = ByteBuffer.allocate(length + 1)
                        .put(0, out, 0, Math.min(cut, length))
                        .limit(cut);
                assertThat(reader.read(part, baseline, snapshot(2, new TreeMap<>()), WORLD))
                        .as("%s of %s", cut, length)
                        .isPresent();
            }
        }
    }

    /// Moved over an edge, or put behind it; and ids that are not in order, or there already.
    @Test
    void whatCannotBeIsMalformed() {
        var before = new TreeMap<>(Map.of(7, Grid.pack(5, WORLD.maxY())));
        assertThat(read(before, 0x40, 0xfb, 0, 0)).isEmpty();
        assertThat(read(before, 0x40, 0xfa, 0, 0)).contains(Malformed.VALUE);
        assertThat(read(before, 0x40, 0, 1, 0)).contains(Malformed.VALUE);
        assertThat(read(before, 0x80, 0, 1, 0xff, 0xe0, 0)).isEmpty();
        assertThat(read(before, 0x80, 0, 1, 0xff, 0xe1, 0)).contains(Malformed.VALUE);
        assertThat(read(before, 0x80, 0xff, 0xff, 0xff, 0xff, 0)).contains(Malformed.VALUE);
        assertThat(read(before, 0x01, 0)).as("bits behind the last code").contains(Malformed.VALUE);
        assertThat(read(before, 0xc0, 1, 0, 7, 0, 1, 0, 1)).as("gone and new").isEmpty();
        assertThat(read(before, 0x00, 1, 0, 7, 0, 1, 0, 1)).as("there twice").contains(Malformed.VALUE);
        assertThat(read(before, 0x00, 2, 0, 9, 0, 1, 0, 1, 0, 8, 0, 1, 0, 1)).contains(Malformed.VALUE);
        assertThat(read(before, 0x00, 1, 0, 9, 0xff, 0xff, 0, 1)).contains(Malformed.VALUE);
    }

    private Optional<Malformed> read(TreeMap<Integer, Integer> before, int... bytes) {
        out.clear();
        for (int each : bytes) {
            out.put((byte) each);
        }
        return reader.read(out.flip(), Optional.of(snapshot(1, before)), snapshot(2, new TreeMap<>()), WORLD);
    }

    @Test
    void standingStillCostsTwoBits() {
        var players = players(32);
        SnapshotDelta.write(out, Optional.of(snapshot(1, players)), snapshot(2, players));
        assertThat(out.position()).isEqualTo(8 + 1);
        out.clear();
        SnapshotDelta.write(out, Optional.empty(), snapshot(2, players));
        assertThat(out.position()).isEqualTo(1 + 32 * 6);
    }

    @Test
    void nearestAreSeen() {
        System.out.println("seed " + seed);
        var world = new World(new Movement(GameRules.DEFAULT), 500);
        var address = SocketAddr.parse("198.51.100.1:10001");
        var points = new TreeMap<Integer, Integer>();
        for (int i = 0; i < 500; i++) {
            var player = new Player(world.freeId(), i, i, new Peer(address, Optional.empty()), 0);
            points.put(player.id(), Grid.pack(random.nextInt(10_240), random.nextInt(5_760)));
            world.add(player, points.get(player.id()));
        }
        for (int i = 0; i < 100; i++) {
            Player leaving = world.player(random.nextInt(world.size()));
            world.remove(leaving);
            points.remove(leaving.id());
        }
        assertThat(world.size()).isEqualTo(400);
        points.forEach((id, point) ->
                assertThat(world.point(world.find(id).orElseThrow().index())).isEqualTo(point));
        for (int i = 0; i < world.size(); i++) {
            Player player = world.player(i);
            Snapshot snapshot = world.snapshot(player, 1);
            int self = world.point(i);
            List<Integer> nearest = world.views().stream()
                    .filter(view -> view.id() != player.id())
                    .sorted(Comparator.comparingDouble(view -> view.position().distance(Grid.position(self))))
                    .limit(GameRules.MAX_SEEN)
                    .map(PlayerView::id)
                    .sorted()
                    .toList();
            // Of two that are as far, either may be the last.
            long same = nearest.stream().filter(id -> snapshot.find(id) >= 0).count();
            assertThat(snapshot.count()).isEqualTo(GameRules.MAX_SEEN);
            assertThat(same).isGreaterThanOrEqualTo(GameRules.MAX_SEEN - 1);
            for (int at = 0; at < snapshot.count(); at++) {
                int index = world.find(snapshot.id(at)).orElseThrow().index();
                assertThat(snapshot.point(at)).isEqualTo(world.point(index));
            }
        }
    }

    @Test
    void idsAreNotGivenOutAgainSoon() {
        var world = new World(WORLD, 4);
        var address = SocketAddr.parse("198.51.100.1:10001");
        int last = -1;
        for (int i = 0; i < 100; i++) {
            var player = new Player(world.freeId(), i, i, new Peer(address, Optional.empty()), 0);
            assertThat(player.id()).isNotEqualTo(last).isBetween(0, 31);
            world.add(player, 0);
            assertThat(world.find(player.id())).contains(player);
            world.remove(player);
            assertThat(world.find(player.id())).isEmpty();
            assertThat(world.joined(address, i)).isEmpty();
            last = player.id();
        }
    }
}
