package dev.minato.services.game;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.minato.address.SocketAddr;
import dev.minato.services.game.Simulation.Client;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;

/// Whatever comes, each packet is taken or counted by its reason, a server answers with one packet at most, and a game
/// goes on.
class GameFuzz {
    private static final SocketAddr STRANGER = SocketAddr.parse("198.51.100.1:10000");
    private static final Movement WORLD = new Movement(GameRules.DEFAULT);

    /// Packets of anything, of strangers and of players whose id and token are put in, while a game goes on.
    @FuzzTest
    void serverGoesOn(FuzzedDataProvider data) {
        var simulation = new Simulation(GameSettings.DEFAULT.withMaxPlayers(4), new SplittableRandom(1));
        Client one = simulation.join();
        simulation.run(100);
        long ticks = 0;
        while (data.remainingBytes() > 0 && ticks++ < 200) {
            boolean isPlayer = data.consumeBoolean();
            ByteBuffer packet = packet(data);
            if (isPlayer && one.session.playing().isPresent() && packet.limit() >= 10) {
                packet.putShort(4, (short) one.playing().id())
                        .putInt(6, one.playing().token());
            }
            receive(simulation.core, packet, isPlayer ? one.address : STRANGER, simulation.now);
            if (data.consumeBoolean()) {
                simulation.run(17);
            }
        }
        assertThat(simulation.core.players()).isLessThanOrEqualTo(4);
        simulation.core.views().forEach(view -> {
            assertThat(view.position().x()).isBetween(0.0, 320.0);
            assertThat(view.position().y()).isBetween(0.0, 180.0);
        });
    }

    /// Any bytes behind a header that is right, or nearly.
    private static ByteBuffer packet(FuzzedDataProvider data) {
        PacketType type = data.pickValue(PacketType.values());
        byte[] rest = data.consumeBytes(data.consumeInt(0, Wire.MAX_PACKET - Wire.HEADER));
        var packet = ByteBuffer.allocate(Wire.MAX_PACKET);
        Wire.begin(packet, type).put(rest).flip();
        if (data.consumeInt(0, 15) == 0) {
            packet.put(data.consumeInt(0, 3), data.consumeByte());
        }
        return data.consumeInt(0, 15) == 0 ? packet.limit(data.consumeInt(0, packet.limit())) : packet;
    }

    private static void receive(GameCore core, ByteBuffer packet, SocketAddr from, long now) {
        GameCounts counts = core.counts();
        long before = sum(counts);
        long[] answers = {0};
        core.receive(new Arrival(packet, from, now), (answer, to) -> {
            assertThat(to.address()).isEqualTo(from);
            assertThat(answer.remaining()).isLessThanOrEqualTo(packet.limit());
            answers[0]++;
        });
        assertThat(answers[0]).isLessThanOrEqualTo(1);
        assertThat(sum(counts) - before).isLessThanOrEqualTo(1);
    }

    private static long sum(GameCounts counts) {
        return counts.ignored().values().stream().mapToLong(Long::longValue).sum();
    }

    /// The same for a client, who goes on playing with his server.
    @FuzzTest
    void clientGoesOn(FuzzedDataProvider data) {
        var simulation = new Simulation(GameSettings.DEFAULT.withMaxPlayers(4), new SplittableRandom(2));
        Client one = simulation.join();
        Client _ = simulation.join();
        simulation.run(data.consumeInt(1, 200));
        for (int i = 0; data.remainingBytes() > 0 && i < 200; i++) {
            ByteBuffer packet = packet(data);
            if (one.session.playing().isPresent() && packet.limit() >= 8 && Wire.type(packet) != PacketType.GOODBYE) {
                packet.putInt(4, one.playing().token());
            }
            boolean _ = one.session.isFor(packet);
            long before = one.session.counts().ignored;
            one.session.receive(packet, packet.limit(), simulation.now);
            assertThat(one.session.counts().ignored - before).isBetween(0L, 1L);
            if (one.session.playing().isPresent()) {
                GameView view = one.view();
                assertThat(view.others()).hasSizeLessThanOrEqualTo(GameRules.MAX_SEEN);
                assertThat(view.self().x()).isBetween(0.0, 320.0);
            }
            if (data.consumeBoolean()) {
                simulation.run(17);
            }
        }
        simulation.run(100);
    }

    /// A delta that is read is within the world, in order, and written again is read as the same.
    @FuzzTest
    void deltaIsReadOrRefused(FuzzedDataProvider data) {
        var baseline = new Snapshot();
        baseline.begin(1, 1, 0);
        var players = new TreeMap<Integer, Integer>();
        for (int i = data.consumeInt(0, GameRules.MAX_SEEN); i > 0; i--) {
            players.put(data.consumeInt(0, 65_535), Grid.pack(data.consumeInt(0, 10_240), data.consumeInt(0, 5_760)));
        }
        players.forEach(baseline::add);
        Optional<Snapshot> against = players.isEmpty() ? Optional.empty() : Optional.of(baseline);
        var read = new Snapshot();
        read.begin(2, 2, 0);
        Optional<Malformed> wrong =
                new DeltaReader().read(ByteBuffer.wrap(data.consumeRemainingAsBytes()), against, read, WORLD);
        if (wrong.isEmpty()) {
            checkOrder(read);
            var out = ByteBuffer.allocate(Wire.MAX_PACKET);
            SnapshotDelta.write(out, against, read);
            var again = new Snapshot();
            again.begin(2, 2, 0);
            assertThat(new DeltaReader().read(out.flip(), against, again, WORLD))
                    .isEmpty();
            assertThat(SnapshotView.of(again)).isEqualTo(SnapshotView.of(read));
        }
    }

    private static void checkOrder(Snapshot snapshot) {
        for (int i = 0; i < snapshot.count(); i++) {
            assertThat(WORLD.isInside(Grid.x(snapshot.point(i)), Grid.y(snapshot.point(i))))
                    .isTrue();
            assertThat(i == 0 || snapshot.id(i) > snapshot.id(i - 1)).isTrue();
        }
    }
}
