package dev.minato.chaos;

import dev.minato.error.NetException;
import dev.minato.net.TcpListener;
import dev.minato.platform.Platform;
import dev.minato.testing.Descriptors;
import dev.minato.testing.Pair;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/// The play: `ChaosProgram SECONDS SEED`, one [Scene] after another. Ends with the line `well: …` and exit
/// code 0, or with what went wrong.
public final class ChaosProgram {
    private static final Duration MAX_SCENE = Duration.ofSeconds(6);
    private static final Duration TIME_TO_END = Duration.ofSeconds(30);
    private static final long BETWEEN_LOOKS = 20_000_000;

    private ChaosProgram() {}

    /// Plays.
    public static void main(String[] args) throws Exception {
        var time = Duration.ofSeconds(Long.parseLong(args[0]));
        var seeds = new Random(Long.parseLong(args[1]));
        openTheFirstSocket();
        long end = System.nanoTime() + time.toNanos();
        long records = 0;
        for (int i = 0; System.nanoTime() - end < 0; i++) {
            var scene = Scene.values()[i % Scene.values().length];
            records += play(scene, timeOfScene(time), seeds.nextLong());
        }
        System.out.println("well: " + Platform.current().name() + ", " + records + " records");
        System.exit(0);
    }

    private static Duration timeOfScene(Duration time) {
        var third = time.dividedBy(Scene.values().length);
        return third.compareTo(MAX_SCENE) < 0 ? third : MAX_SCENE;
    }

    private static long play(Scene scene, Duration time, long seed) throws NetException {
        long before = Descriptors.openSockets();
        var stage = new Stage(seed);
        var watchdog = new Watchdog(scene, stage);
        try (var server = new TcpServer(stage)) {
            scene.start(stage, server.port());
            long end = System.nanoTime() + time.toNanos();
            while (System.nanoTime() - end < 0) {
                LockSupport.parkNanos(BETWEEN_LOOKS);
                watchdog.look();
            }
            stage.end();
            awaitActors(TcpServer.ACCEPT_LOOPS, stage, watchdog);
        }
        awaitActors(0, stage, watchdog);
        awaitDescriptors(before, watchdog);
        return stage.records();
    }

    /// A platform may keep a socket of its own from its first connection on.
    private static void openTheFirstSocket() throws NetException {
        try (var listener = TcpListener.bind("127.0.0.1:0")) {
            Pair.of(listener).close();
        }
    }

    private static void awaitActors(int left, Stage stage, Watchdog watchdog) {
        long deadline = System.nanoTime() + TIME_TO_END.toNanos();
        while (stage.actors().size() > left) {
            if (System.nanoTime() - deadline > 0) {
                watchdog.fail("not ended after " + TIME_TO_END);
            }
            LockSupport.parkNanos(BETWEEN_LOOKS);
        }
        watchdog.look();
    }

    private static void awaitDescriptors(long before, Watchdog watchdog) {
        long deadline = System.nanoTime() + TIME_TO_END.toNanos();
        while (Descriptors.openSockets() > before) {
            if (System.nanoTime() - deadline > 0) {
                watchdog.fail(Descriptors.openSockets() + " sockets are open, there were " + before);
            }
            LockSupport.parkNanos(BETWEEN_LOOKS);
        }
    }
}
