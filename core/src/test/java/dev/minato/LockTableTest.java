package dev.minato;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Each lock, spin, park and yield of the library is a row of the table in `ARCHITECTURE.md`, which says who
/// may hold it and who may wait for it.
class LockTableTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path SOURCES = ROOT.resolve("core/src/main/java");

    private static final Pattern COMMENT = Pattern.compile("(?m)^\\s*//.*$|\\s// .*$");
    private static final Pattern WAITING = Pattern.compile(
            "\\bsynchronized\\b|Thread\\.yield|onSpinWait|LockSupport\\.park|extends SpinLock|Reentrant|Semaphore|\\bStampedLock");

    /// Threads that others depend on run what is in here, so there is no monitor in it.
    private static final Pattern RUN_BY_LOOPS = Pattern.compile(
            "/(Waiter|WaiterList|WaitQueue|Watchers|Inbox|Timers|TimerHeap|loop/ReadinessState|Poller|EventLoop|RunQueue|Doorbell"
                    + "|SlotTable|RefCountedFd|SocketFd|linux/PollerRegistration|Registration|ReadyQueue|SharedScheduling|StallDetector"
                    + "|ThreadParker|Signals)\\.java");

    @Test
    void tableNamesThemAll() throws IOException {
        assertThat(inTable())
                .isEqualTo(sources(WAITING).stream()
                        .map(file -> file.getFileName().toString().replace(".java", ""))
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    @Test
    void threadsThatOthersDependOnTakeNoMonitor() throws IOException {
        assertThat(sources(Pattern.compile("\\bsynchronized\\b|Reentrant")))
                .noneMatch(file -> RUN_BY_LOOPS.matcher(file.toString()).find());
    }

    private static TreeSet<String> inTable() throws IOException {
        String page = Files.readString(ROOT.resolve("ARCHITECTURE.md"));
        int start = page.indexOf("| where | what it is |");
        String table = page.substring(start, page.indexOf("\n\n", start));
        return table.lines()
                .skip(2)
                .map(row -> row.split("\\|")[1])
                .flatMap(cell -> Pattern.compile("`(\\w+)`").matcher(cell).results())
                .map(name -> name.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static TreeSet<Path> sources(Pattern with) throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            var found = new TreeSet<Path>();
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                String code = COMMENT.matcher(Files.readString(file)).replaceAll("");
                if (with.matcher(code).find()) {
                    found.add(file);
                }
            }
            return found;
        }
    }
}
