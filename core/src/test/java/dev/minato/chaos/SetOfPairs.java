package dev.minato.chaos;

import dev.minato.error.NetException;
import dev.minato.net.Readiness;
import dev.minato.net.ReadinessSet;
import dev.minato.net.TcpListener;
import dev.minato.net.TcpStream;
import dev.minato.testing.Pair;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// One thread that waits for several connections at once, by a set or by `Readiness.any`, and one that writes.
///
/// Each byte is written after the one before was read, so the wait never outlasts a wakeup that is due.
final class SetOfPairs {
    private static final int PAIRS = 4;
    private static final int BYTES = 200;
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Stage stage;

    SetOfPairs(Stage stage) {
        this.stage = stage;
    }

    void play(Actor actor) throws NetException {
        while (!stage.isOver()) {
            var pairs = new ArrayList<Pair>();
            try (var set = new ReadinessSet<Pair>();
                    var listener = TcpListener.bind("127.0.0.1:0")) {
                for (int i = 0; i < PAIRS; i++) {
                    pairs.add(Pair.of(listener));
                    set.add(Readiness.readable(pairs.getLast().near()), pairs.getLast());
                }
                exchange(actor, set, pairs);
            } finally {
                for (var pair : pairs) {
                    pair.close();
                }
            }
        }
    }

    private void exchange(Actor actor, ReadinessSet<Pair> set, List<Pair> pairs) throws NetException {
        var all = pairs.stream().map(pair -> Readiness.readable(pair.near())).toList();
        for (int i = 0; i < BYTES && !stage.isOver(); i++) {
            var pair = pairs.get(actor.random().nextInt(PAIRS));
            byte value = (byte) i;
            stage.task("writer to a set", _ -> pair.far().writeAll(new byte[] {value}));
            actor.at("awaits one of " + PAIRS);
            while (!arrived(await(actor, set, all), pair.near(), value)) {
                // A set tells what was ready, and somebody may have taken it since.
            }
            stage.moved();
        }
    }

    private static List<?> await(Actor actor, ReadinessSet<Pair> set, List<Readiness> all) {
        try {
            return actor.random().nextBoolean() ? set.await(PATIENCE) : Readiness.any(all, PATIENCE);
        } catch (NetException e) {
            throw new AssertionError("no wakeup for a byte that was written", e);
        }
    }

    private static boolean arrived(List<?> ready, TcpStream expected, byte value) throws NetException {
        if (ready.isEmpty()) {
            return false;
        }
        var buffer = ByteBuffer.allocate(2);
        int count = expected.tryRead(buffer);
        if (count != 0 && (count != 1 || buffer.get(0) != value)) {
            throw new AssertionError(count + " bytes, " + buffer.get(0) + " for " + value);
        }
        return count == 1;
    }
}
