package dev.minato.io;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.error.NetException;
import dev.minato.net.Shutdown;
import dev.minato.net.TcpStream;
import dev.minato.testing.Call;
import dev.minato.testing.NetworkTest;
import dev.minato.testing.Pair;
import dev.minato.testing.Pattern;
import dev.minato.testing.Threads;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongConsumer;
import java.util.regex.Matcher;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Relays that are disturbed at any byte: each ends, passes on no wrong byte, and says how many it has copied.
///
/// ```
///   client.near ── client.far │ relay │ server.near ── server.far
/// ```
@NetworkTest
class DisturbedRelayTest {
    private static final long SEED = Long.getLong("minato.seed", System.nanoTime());
    private static final int ROUNDS = 40;
    private static final int AT_ONCE = 8;
    private static final int MOST = 700_000;
    private static final java.util.regex.Pattern COUNTS =
            java.util.regex.Pattern.compile("after (\\d+) bytes to the second stream and (\\d+) to the first");

    private enum Disturbance {
        NONE,
        INTERRUPT,
        CLIENT_RESETS,
        SERVER_RESETS,
        RELAY_CLOSES;

        void comes(Call<Copied> relay, Pair client, Pair server) {
            try {
                switch (this) {
                    case NONE -> {}
                    case INTERRUPT -> relay.interrupt();
                    case CLIENT_RESETS -> client.near().closeReset();
                    case SERVER_RESETS -> server.far().closeReset();
                    case RELAY_CLOSES -> client.far().close();
                }
            } catch (NetException e) {
                throw new AssertionError(e);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void itSaysHowManyBytesItHasCopied(Disturbance disturbance) {
        var random = new Random(SEED);
        for (int i = 0; i < ROUNDS; i += AT_ONCE) {
            List<Call<Threads>> rounds = new ArrayList<>();
            for (int k = 0; k < AT_ONCE; k++) {
                var lots = new Random(random.nextLong());
                rounds.add(Threads.VIRTUAL.run(() -> play(disturbance, lots)));
            }
            rounds.forEach(Call::result);
        }
    }

    private static void play(Disturbance disturbance, Random random) throws NetException {
        int there = 1 + random.nextInt(MOST);
        int back = 1 + random.nextInt(MOST);
        int when = random.nextInt(there);
        var come = new AtomicBoolean();
        try (var client = Pair.open();
                var server = Pair.open()) {
            if (random.nextBoolean()) {
                server.near().setSendBufferSize(16 * 1024); // so that the kernel takes a part of what is held
            }
            var relay =
                    Threads.values()[random.nextInt(2)].call(() -> Copy.copyBidirectional(client.far(), server.near()));
            var onward = receive(server.far(), 1 + random.nextInt(100_000), total -> {
                if (total > when && come.compareAndSet(false, true)) {
                    disturbance.comes(relay, client, server);
                }
            });
            var backward = receive(client.near(), 1 + random.nextInt(100_000), _ -> {});
            send(client.near(), there, random.nextLong());
            send(server.far(), back, random.nextLong());

            Copied said = said(relay);
            endOf(client.far());
            endOf(server.near());

            var arrived = new Copied(onward.result(), backward.result());
            check(disturbance, new Copied(there, back), said, arrived);
        }
    }

    /// What was written before a reset or a close may be lost on its way.
    private static void check(Disturbance disturbance, Copied sent, Copied said, Copied arrived) {
        String round = disturbance + ", -Dminato.seed=" + SEED + ", sent " + sent;
        switch (disturbance) {
            case NONE -> assertThat(List.of(said, arrived)).as(round).containsOnly(sent);
            case INTERRUPT -> assertThat(arrived).as(round).isEqualTo(said);
            default -> {
                assertThat(arrived.toSecond()).as(round).isLessThanOrEqualTo(said.toSecond());
                assertThat(arrived.toFirst()).as(round).isLessThanOrEqualTo(said.toFirst());
            }
        }
    }

    private static Copied said(Call<Copied> relay) {
        return relay.thrown().isEmpty() ? relay.result() : counts(relay.failure());
    }

    private static Copied counts(NetException failure) {
        Matcher counts = COUNTS.matcher(failure.getMessage());
        assertThat(counts.find()).as(failure.getMessage()).isTrue();
        return new Copied(Long.parseLong(counts.group(1)), Long.parseLong(counts.group(2)));
    }

    private static void send(TcpStream to, int length, long seed) {
        var random = new Random(seed);
        Threads.VIRTUAL.run(() -> {
            for (int at = 0; at < length; ) {
                int piece = Math.min(length - at, 1 + random.nextInt(1 << random.nextInt(1, 19)));
                to.writeAll(Pattern.bytes(at, piece));
                at += piece;
            }
            to.shutdown(Shutdown.WRITE);
        });
    }

    /// Reads to the end or a failure: how many bytes, all of them right.
    private static Call<Long> receive(TcpStream from, int most, LongConsumer progress) {
        var buffer = ByteBuffer.allocate(most);
        var total = new long[1];
        return Threads.VIRTUAL.call(() -> {
            try {
                while (from.read(buffer.clear()) != -1) {
                    Pattern.check(buffer.flip(), total[0]);
                    total[0] += buffer.limit();
                    progress.accept(total[0]);
                }
            } catch (NetException _) {
                // A reset is one of the disturbances.
            }
            return total[0];
        });
    }

    /// Ends what the relay has left open, and lets its peer end.
    private static void endOf(TcpStream stream) {
        Threads.VIRTUAL.run(() -> {
            stream.shutdown(Shutdown.WRITE);
            var rest = ByteBuffer.allocate(64 * 1024);
            while (stream.read(rest.clear()) != -1) {
                // nobody wants it
            }
        });
    }
}
