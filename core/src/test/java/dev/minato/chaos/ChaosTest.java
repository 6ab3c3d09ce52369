package dev.minato.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.testing.JavaProgram;
import dev.minato.testing.Subprocess;
import dev.minato.testing.Tool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// [ChaosProgram] on every platform and scheduling, with 1, 2 and 4 carriers, and on a core that another
/// process keeps busy; each in a JVM of its own.
///
/// `-Dminato.chaos=20` plays each for so many seconds, `-Dminato.seed=…` gives the actors the lots of an
/// earlier run.
@EnabledOnOs(OS.LINUX)
@Timeout(value = 1, unit = TimeUnit.DAYS)
class ChaosTest {
    private static final Duration TIME = Duration.ofSeconds(Long.getLong("minato.chaos", 3));
    private static final long SEED = Long.getLong("minato.seed", System.nanoTime());
    private static final int RUNS = 14;
    /// For the start of a JVM and for the watchdog to speak first.
    private static final Duration SLACK = Duration.ofMinutes(2);

    @ParameterizedTest
    @CsvSource({
        "jdk, shared, 1", "jdk, shared, 2", "jdk, shared, 4",
        "linux, shared, 1", "linux, shared, 2", "linux, shared, 4",
        "linux, local, 1", "linux, local, 2", "linux, local, 4",
        "linux, ring, 2"
    })
    void nothingComesToRest(String platform, String scheduling, int carriers, TestReporter reporter) throws Exception {
        play(List.of(), options(platform, scheduling, carriers), reporter);
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdk shared", "linux shared", "linux local", "linux ring"})
    void nothingComesToRestBesideABusyNeighbour(String world, TestReporter reporter) throws Exception {
        Tool.require("taskset");
        var lifetime = TIME.plus(SLACK);
        var onOneCore = List.of("taskset", "-c", "0");
        var busy = List.of("taskset", "-c", "0", "sh", "-c", "while :; do :; done");
        try (var neighbour = Subprocess.start(busy, lifetime)) {
            var words = world.split(" ");
            play(onOneCore, options(words[0], words[1], 2), reporter);
            assertThat(neighbour.isRunning()).isTrue();
        }
    }

    /// With `ring`, local scheduling waits with io_uring, where it may.
    private static List<String> options(String platform, String scheduling, int carriers) {
        boolean ring = scheduling.equals("ring");
        return List.of(
                "-Dminato.platform=" + platform,
                "-Dminato.scheduling=" + (ring ? "local" : scheduling),
                "-Dminato.polling=" + (ring ? "ring" : "epoll"),
                "-XX:ActiveProcessorCount=" + carriers,
                "-Djdk.virtualThreadScheduler.parallelism=" + carriers);
    }

    private static void play(List<String> prefix, List<String> options, TestReporter reporter) throws Exception {
        reporter.publishEntry("deadline", String.valueOf(RUNS * TIME.plus(SLACK).toSeconds()));
        String run = "chaos " + options + ": -Dminato.seed=" + SEED;
        var all = new ArrayList<>(List.of("-ea", "-Xmx256m"));
        all.addAll(options);
        String[] arguments = {String.valueOf(TIME.toSeconds()), String.valueOf(SEED)};
        try (var program = JavaProgram.start(prefix, all, ChaosProgram.class, TIME.plus(SLACK), arguments)) {
            String said = program.rest();
            assertThat(program.exitCode()).as(run + "\n" + said).isZero();
            assertThat(said).as(run).contains("well: ");
            System.out.println(run + ", " + said.strip());
        }
    }
}
