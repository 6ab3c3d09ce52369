package dev.minato.chaos;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;

/// Whoever ends the run when no record comes for ten seconds or an actor is stuck in a step: with who does
/// what and all stacks.
final class Watchdog {
    private static final Duration STANDSTILL = Duration.ofSeconds(10);
    private static final int SHOWN = 40;

    private final Scene scene;
    private final Stage stage;
    private long records = -1;
    private long lastMoved = System.nanoTime();

    Watchdog(Scene scene, Stage stage) {
        this.scene = scene;
        this.stage = stage;
    }

    /// Looks once. Records need not move any more when the run is over.
    void look() {
        if (!stage.failures().isEmpty()) {
            stage.failures().forEach(failure -> failure.printStackTrace(System.out));
            fail(stage.failures().size() + " failures");
        }
        long now = System.nanoTime();
        if (stage.records() != records || stage.isOver()) {
            records = stage.records();
            lastMoved = now;
        }
        if (now - lastMoved > STANDSTILL.toNanos()) {
            fail("no record for " + STANDSTILL);
        }
        stage.actors().stream().filter(Actor::isStuck).findAny().ifPresent(actor -> fail("stuck: " + actor));
    }

    /// Prints all and halts: a normal exit may hang as well.
    void fail(String what) {
        System.out.println("FAILED: " + scene + ", " + what + "; records: " + stage.records() + ", actors: "
                + stage.actors().size());
        stage.actors().stream()
                .sorted(Comparator.comparingLong(Actor::nanosInStep).reversed())
                .limit(SHOWN)
                .forEach(System.out::println);
        printThreads();
        System.out.flush();
        Runtime.getRuntime().halt(1);
    }

    private static void printThreads() {
        try {
            Path file = Files.createTempDirectory("minato-chaos").resolve("threads.txt");
            ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                    .dumpThreads(file.toString(), ThreadDumpFormat.TEXT_PLAIN);
            System.out.println(Files.readString(file));
            Files.delete(file);
            Files.delete(file.getParent());
        } catch (IOException e) {
            e.printStackTrace(System.out);
        }
    }
}
