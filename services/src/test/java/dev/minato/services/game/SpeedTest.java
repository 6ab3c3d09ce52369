package dev.minato.services.game;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.address.SocketAddr;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A player comes as far as time allows, however many inputs he sends, and each input counts once.
class SpeedTest {
    private static final SocketAddr ADDRESS = SocketAddr.parse("198.51.100.1:10001");
    private static final int RIGHT = InputCode.of(new Input(1, 0));

    /// Wide enough that nobody comes to the edge.
    private final GameCore core =
            new GameCore(GameSettings.DEFAULT.withRules(new GameRules(2_000, 100, 30, 2)), new SplittableRandom(5), 0);

    private final ByteBuffer out = ByteBuffer.allocate(Wire.MAX_PACKET);
    private Welcome welcome = new Welcome(0, 0, GameRules.DEFAULT, 0, 0);
    private double start;
    private long tick;

    @BeforeEach
    void join() {
        JoinPacket.write(out, 1, Cookie.NONE);
        receive(out);
        JoinPacket.write(out, 1, JoinAnswers.cookie(out));
        receive(out);
        welcome = Welcome.read(out).orElseThrow();
        start = x();
        assertThat(start).isLessThan(1_500);
    }

    /// Leaves the answer, if there is one, in the same buffer.
    private void receive(ByteBuffer packet) {
        var copy = ByteBuffer.allocate(packet.remaining()).put(packet).flip();
        core.receive(
                new Arrival(copy, ADDRESS, 0),
                (answer, _) -> out.clear().put(answer.duplicate()).flip());
    }

    private void send(int newest, int count) {
        InputPacket.begin(out, welcome.id(), welcome.token(), newest, count);
        for (int i = 0; i < count; i++) {
            InputPacket.add(out, i, RIGHT);
        }
        receive(out);
    }

    private void tick() {
        core.tick(++tick, 0, (_, _) -> {});
    }

    private double x() {
        return core.views().getFirst().position().x();
    }

    /// How many steps he came.
    private double steps() {
        return (x() - start) * GameRules.GRID / 16;
    }

    @Test
    void anInputATickIsAStepATick() {
        for (int i = 1; i <= 60; i++) {
            send(i, Math.min(i, 16));
            tick();
        }
        assertThat(steps()).isBetween(58.0, 60.0);
        tick();
        tick();
        tick();
        assertThat(steps()).isEqualTo(60);
    }

    @Test
    void manyInputsATickAreNoFaster() {
        for (int i = 1; i <= 200; i++) {
            send(i * 10, 16);
            tick();
        }
        assertThat(steps()).isBetween(180.0, 212.0);
    }

    @Test
    void moreThanTheQueueHoldsIsLost() {
        send(1_000, 16);
        for (int i = 0; i < 300; i++) {
            tick();
        }
        assertThat(steps()).isEqualTo(16);
        assertThat(core.counts().inputs).isEqualTo(16);
    }

    @Test
    void repeatedInputsCountOnce() {
        for (int i = 1; i <= 30; i++) {
            send(i, Math.min(i, 16));
            send(i, Math.min(i, 16));
            send(Math.max(1, i - 3), 1);
            tick();
        }
        for (int i = 0; i < 10; i++) {
            tick();
        }
        assertThat(steps()).isEqualTo(30);
        assertThat(core.counts().ignored().get(Malformed.LATE)).isEqualTo(60);
    }

    /// Nothing came for ten ticks, then all of it.
    @Test
    void whatWasHeldUpIsMadeUpFor() {
        for (int i = 0; i < 10; i++) {
            tick();
        }
        send(10, 10);
        for (int i = 0; i < 8; i++) {
            tick();
        }
        assertThat(steps()).isEqualTo(10);
    }

    @Test
    void missedTicksAreMadeUpFor() {
        send(10, 10);
        for (int i = 0; i < 3; i++) {
            tick += 4;
            tick();
        }
        assertThat(steps()).isGreaterThanOrEqualTo(5);
    }

    @Test
    void diagonalIsNoFaster() {
        var movement = new Movement(GameRules.DEFAULT);
        int from = Grid.pack(3_000, 3_000);
        double straight = distance(from, movement.move(from, RIGHT));
        double diagonal = distance(from, movement.move(from, InputCode.of(new Input(1, -1))));
        assertThat(diagonal).isBetween(straight * 0.95, straight * 1.05);
    }

    private static double distance(int from, int to) {
        return Grid.position(from).distance(Grid.position(to));
    }

    @Test
    void nobodyLeavesTheWorld() {
        var movement = new Movement(GameRules.DEFAULT);
        for (int code = 0; code < InputCode.COUNT; code++) {
            int point = Grid.pack(5_000, 2_000);
            for (int i = 0; i < 2_000; i++) {
                point = movement.move(point, code);
                assertThat(movement.isInside(Grid.x(point), Grid.y(point))).isTrue();
            }
        }
    }
}
