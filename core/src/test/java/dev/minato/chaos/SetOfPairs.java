package dev.minato.chaos;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.net.Readiness;
import dev.minato.net.ReadinessSet;
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
            try (var set = new ReadinessSet()) {
                for (int i = 0; i < PAIRS; i++) {
                    pairs.add(Pair.open());
                    set.add(Readiness.readable(pairs.getLast().near()));
                }
                exchange(actor, set, pairs);
            } finally {
                for (var pair : pairs) {
                    pair.close();
                }
            }
        }
    }

    private void exchange(Actor actor, ReadinessSet set, List<Pair> pairs) throws NetException {
        var all = pairs.stream().map(pair -> Readiness.readable(pair.near())).toList();
        for (int i = 0; i < BYTES && !stage.isOver(); i++) {
            var pair = pairs.get(actor.random().nextInt(PAIRS));
            byte value = (byte) i;
            stage.task("writer to a set", _ -> pair.far().writeAll(new byte[] {value}));
            actor.at("awaits one of " + PAIRS);
            var ready = actor.random().nextBoolean() ? set.await(PATIENCE) : Readiness.any(all, PATIENCE);
            check(ready, pair.near(), value);
            stage.moved();
        }
    }

    private static void check(List<Readiness> ready, TcpStream expected, byte value) throws NetException {
        if (ready.size() != 1 || ready.getFirst().socket() != expected) {
            throw new AssertionError("ready: " + ready + ", written to: " + expected);
        }
        var buffer = ByteBuffer.allocate(2);
        int count = expected.tryRead(buffer);
        if (count != 1 || buffer.get(0) != value) {
            throw new AssertionError(ErrorKind.OTHER + ": " + count + " bytes, " + buffer.get(0) + " for " + value);
        }
    }
}
