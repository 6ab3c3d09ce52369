package dev.minato.services.game;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.minato.address.SocketAddr;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.net.UdpSocket;
import dev.minato.platform.Platform;
import dev.minato.services.game.Simulation.Client;
import dev.minato.task.Ticker;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A tick of a game costs no memory, and neither do the packets of its players.
@Timeout(120)
@SuppressWarnings("try") // its close ends the loop
class GameAllocationTest {
    private static final int PLAYERS = 50;
    private static final int MAX_ROUNDS = 60;
    private static final int TICKS = 300;

    /// One for each packet that comes in, so none makes an object: that would be 16.
    private static final long FEW_BYTES_A_TICK = PLAYERS;
    private static final int FEW_TICKS = 30;

    /// Two for each packet: so few ticks are not enough for the compiler to remove all that the socket makes.
    private static final long FEW_BYTES_A_SENDING_TICK = PLAYERS;

    private static final SocketAddr ANY = SocketAddr.parse("127.0.0.1:0");

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final List<Arrival> inputs = new ArrayList<>();
    private final PacketSink nowhere = (_, _) -> {};

    private Simulation playing() {
        var simulation = new Simulation(GameSettings.DEFAULT, new SplittableRandom(1));
        for (int i = 0; i < PLAYERS; i++) {
            Client _ = simulation.join();
        }
        simulation.run(2_000);
        assertThat(simulation.core.players()).isEqualTo(PLAYERS);
        for (Client each : simulation.clients) {
            var packet = ByteBuffer.allocateDirect(Wire.MAX_PACKET);
            InputPacket.begin(packet, each.playing().id(), each.playing().token(), 0, 2);
            inputs.add(new Arrival(packet, each.address, simulation.now));
        }
        return simulation;
    }

    /// All players send an input.
    private void inputs(GameCore core, int number) {
        for (Arrival arrival : inputs) {
            arrival.packet().putShort(13, (short) number).put(15, (byte) (number % 9 << 4));
            core.receive(arrival, nowhere);
        }
    }

    @Test
    void coreAllocatesNothing() {
        Simulation simulation = playing();
        int number = 1_000;
        long tick = simulation.tick;
        long allocated = Long.MAX_VALUE;
        // The compiler decides when the steady state is reached.
        for (int round = 0; round < MAX_ROUNDS && allocated >= TICKS * FEW_BYTES_A_TICK; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < TICKS; i++) {
                inputs(simulation.core, ++number);
                simulation.core.tick(++tick, simulation.now, nowhere);
                while (simulation.core.snapshots(64, simulation.now, nowhere)) {}
            }
            allocated = Math.min(allocated, threads.getCurrentThreadAllocatedBytes() - before);
        }
        System.out.println("a tick of " + PLAYERS + " players: " + (double) allocated / TICKS + " bytes");
        assertThat(simulation.core.counts().inputs).isGreaterThan(PLAYERS * (TICKS - 10));
        assertThat(allocated).isNotNegative().isLessThan(TICKS * FEW_BYTES_A_TICK);
    }

    /// The task that ticks, with its waits and its socket.
    @Test
    void tickLoopAllocatesNothing() throws Exception {
        if (Platform.current().name().equals("jdk")) {
            return; // The JDK's channel allocates for each datagram.
        }
        var settings = GameSettings.DEFAULT.withPlayerTimeout(Duration.ofHours(1));
        try (var socket = UdpSocket.bind(ANY);
                var player = UdpSocket.bind(ANY)) {
            var parker = Platform.current().parker();
            var core = new GameCore(settings, new SplittableRandom(1), parker.now());
            var loop = new TickLoop(core, TickListener.NONE, socket, parker);
            for (int i = 0; i < PLAYERS; i++) {
                join(core, player.localAddress(), i);
            }
            // On a thread of the system, since only of those the JVM says what they allocate.
            Thread ticking = Thread.ofPlatform().start(() -> run(loop));
            long allocated = Long.MAX_VALUE;
            for (int round = 0; round < MAX_ROUNDS && allocated >= FEW_TICKS * FEW_BYTES_A_SENDING_TICK; round++) {
                long before = threads.getThreadAllocatedBytes(ticking.threadId());
                await(core, loop);
                allocated = Math.min(allocated, threads.getThreadAllocatedBytes(ticking.threadId()) - before);
            }
            System.out.println("a tick with its socket: " + (double) allocated / FEW_TICKS + " bytes");
            assertThat(core.counts().packetsOut).isGreaterThan(PLAYERS * 15L);
            assertThat(allocated).isNotNegative().isLessThan(FEW_TICKS * FEW_BYTES_A_SENDING_TICK);
            socket.close();
            ticking.join();
        }
    }

    private static void join(GameCore core, SocketAddr from, long nonce) {
        var packet = ByteBuffer.allocate(Wire.MAX_PACKET);
        JoinPacket.write(packet, nonce, Cookie.NONE);
        var cookies = new ArrayList<Cookie>();
        core.receive(new Arrival(packet, from, 0), (answer, _) -> cookies.add(JoinAnswers.cookie(answer)));
        JoinPacket.write(packet, nonce, cookies.getFirst());
        core.receive(new Arrival(packet, from, 0), (_, _) -> {});
    }

    private static void await(GameCore core, TickLoop loop) throws Exception {
        var ticker = Ticker.every(Duration.ofMillis(50));
        for (long end = ticks(core, loop) + FEW_TICKS; ticks(core, loop) < end; ) {
            long _ = ticker.tick();
        }
    }

    private static long ticks(GameCore core, TickLoop loop) {
        synchronized (core) {
            return loop.ticks();
        }
    }

    private static void run(TickLoop loop) {
        try {
            loop.run();
        } catch (NetException e) {
            assertThat(e.kind()).isEqualTo(ErrorKind.CLOSED);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
