package dev.minato.chaos;

import dev.minato.error.NetException;
import dev.minato.net.TcpListener;
import dev.minato.platform.Platform;
import dev.minato.testing.Descriptors;
import dev.minato.testing.Pair;
import dev.minato.testing.Threads;
import java.time.Duration;

/// The play: `ChaosProgram SECONDS SEED`. Ends with the line `well: …` and exit code 0, or with what went wrong.
public final class ChaosProgram {
    private static final int CLIENTS = 60;
    private static final int DISRUPTORS = 12;
    private static final int UDP_PAIRS = 20;
    private static final int SETS = 4;
    private static final int GROUPS = 4;
    private static final Duration TIME_TO_END = Duration.ofSeconds(30);

    private ChaosProgram() {}

    /// Plays.
    public static void main(String[] args) throws Exception {
        var time = Duration.ofSeconds(Long.parseLong(args[0]));
        openTheFirstSocket();
        long before = Descriptors.openSockets();
        var stage = new Stage(Long.parseLong(args[1]));
        var watchdog = new Watchdog(stage);
        try (var server = new TcpServer(stage)) {
            start(stage, server.port());
            long end = System.nanoTime() + time.toNanos();
            while (System.nanoTime() - end < 0) {
                Thread.sleep(200);
                watchdog.look();
            }
            stage.end();
            awaitEnd(stage, watchdog);
        }
        awaitDescriptors(before, watchdog);
        System.out.println("well: " + Platform.current().name() + ", " + stage.records() + " records");
        System.exit(0);
    }

    /// A platform may keep a socket of its own from its first connection on.
    private static void openTheFirstSocket() throws NetException {
        try (var listener = TcpListener.bind("127.0.0.1:0")) {
            Pair.of(listener).close();
        }
    }

    private static void start(Stage stage, int port) {
        for (int i = 0; i < CLIENTS; i++) {
            stage.task("client", new TcpClient(stage, port)::play);
        }
        for (int i = 0; i < UDP_PAIRS; i++) {
            stage.task("UDP pair", new UdpPair(stage)::play);
        }
        for (int i = 0; i < SETS; i++) {
            stage.thread(kind(i), "set", new SetOfPairs(stage)::play);
        }
        for (int i = 0; i < GROUPS; i++) {
            stage.task("group", new GroupAndPermits(stage)::play);
        }
        for (int i = 0; i < DISRUPTORS; i++) {
            stage.thread(kind(i), "disruptor", new Disruptor(stage)::play);
        }
    }

    private static Threads kind(int number) {
        return Threads.values()[number % 2];
    }

    private static void awaitEnd(Stage stage, Watchdog watchdog) throws InterruptedException {
        long deadline = System.nanoTime() + TIME_TO_END.toNanos();
        while (!stage.actors().isEmpty()) {
            if (System.nanoTime() - deadline > 0) {
                watchdog.fail("not ended after " + TIME_TO_END);
            }
            Thread.sleep(20);
        }
        watchdog.look();
    }

    private static void awaitDescriptors(long before, Watchdog watchdog) throws InterruptedException {
        long deadline = System.nanoTime() + TIME_TO_END.toNanos();
        while (Descriptors.openSockets() > before) {
            if (System.nanoTime() - deadline > 0) {
                watchdog.fail(Descriptors.openSockets() + " sockets are open, there were " + before);
            }
            Thread.sleep(20);
        }
    }
}
