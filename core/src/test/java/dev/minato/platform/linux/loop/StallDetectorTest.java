package dev.minato.platform.linux.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.error.NetException;
import dev.minato.net.TcpListener;
import dev.minato.net.TcpStream;
import dev.minato.platform.Platform;
import dev.minato.platform.linux.LinuxPlatform;
import dev.minato.task.Task;
import dev.minato.task.TaskGroup;
import dev.minato.task.Tasks;
import dev.minato.testing.Eventually;
import dev.minato.testing.NetworkTest;
import dev.minato.testing.Requirement;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Code that holds a local loop is reported with its stack, once for each place; code that waits is not, nor
/// anything where no loop can be held.
@NetworkTest
class StallDetectorTest {
    private static final Logger LOGGER = Logger.getLogger(StallDetector.class.getName());
    private static final int MANY_LOOKS = 20;

    /// Of one look, in nanoseconds; at this one nothing is ever held for long.
    private static final long INTERVAL = 1;

    private final List<LogRecord> reports = new CopyOnWriteArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            reports.add(entry);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    private volatile int released;
    private final AtomicInteger holding = new AtomicInteger();

    @BeforeEach
    void listen() {
        LOGGER.setUseParentHandlers(false);
        LOGGER.addHandler(handler);
        LOGGER.setLevel(Level.FINE);
    }

    @AfterEach
    void leave() {
        released = Integer.MAX_VALUE;
        LOGGER.removeHandler(handler);
        LOGGER.setLevel(null);
        LOGGER.setUseParentHandlers(true);
    }

    /// A loop that is watched by nobody but the test, which looks when it likes.
    private static final class Watched {
        final EventLoop[] loops = new EventLoop[1];
        final StallDetector watch = new StallDetector(loops, INTERVAL, 0);
        final ThreadFactory tasks;

        Watched() throws Exception {
            loops[0] = EventLoop.open(99, watch, false);
            loops[0].start();
            tasks = VirtualThreads.scheduledBy(loops[0]).name("held-", 0).factory();
        }

        static Watched open() throws Exception {
            Requirement.that("Linux", System.getProperty("os.name").equals("Linux"));
            Requirement.that(
                    "--add-opens of java.lang", VirtualThreads.obstacle().isEmpty());
            return new Watched();
        }

        void look() {
            for (int i = 0; i < MANY_LOOKS; i++) {
                watch.look();
            }
        }

        /// Looks until there are so many reports; the kernel counts a running thread's time at its ticks only.
        void lookUntil(List<LogRecord> reports, int count) throws Exception {
            Eventually.holds(count + " reports", () -> {
                watch.look();
                return warnings(reports).size() == count;
            });
        }

        Thread start(Runnable body) {
            Thread thread = tasks.newThread(body);
            thread.start();
            return thread;
        }
    }

    private void holdHere(int until) {
        holding.incrementAndGet();
        while (released < until) {
            Thread.onSpinWait();
        }
    }

    private void holdThere(int until) {
        holding.incrementAndGet();
        while (released < until) {
            Thread.onSpinWait();
        }
    }

    private void awaitHolding(int count) throws Exception {
        Eventually.holds("the loop is held", () -> holding.get() == count);
    }

    @Test
    void eachPlaceIsReportedOnce() throws Exception {
        Watched watched = Watched.open();
        watched.look();
        Thread first = watched.start(() -> holdHere(1));
        awaitHolding(1);
        watched.watch.look();
        watched.watch.look();
        assertThat(reports).as("so far it may be a short one").isEmpty();
        watched.lookUntil(reports, 1);
        released = 1;
        first.join();

        watched.look();
        Thread second = watched.start(() -> holdHere(2));
        awaitHolding(2);
        watched.look();
        assertThat(warnings(reports)).as("the same place again").hasSize(1);
        released = 2;
        second.join();

        watched.start(() -> holdThere(3));
        awaitHolding(3);
        watched.lookUntil(reports, 2);
        assertThat(warnings(reports).get(0).getMessage())
                .as("one line says who holds which loop where")
                .contains("held-0", "minato-loop-99", "holdHere(StallDetectorTest.java:")
                .doesNotContain("\n");
        assertThat(warnings(reports)).as("stacks are for DEBUG").allMatch(report -> report.getThrown() == null);
        assertThat(warnings(reports).get(1).getMessage()).contains("holdThere");
        List<LogRecord> stacks =
                reports.stream().filter(report -> report.getThrown() != null).toList();
        assertThat(stacks).extracting(LogRecord::getLevel).containsOnly(Level.FINE);
        assertThat(methods(stacks.get(0))).contains("holdHere").doesNotContain("holdThere");
    }

    @Test
    void recordingThatAsksForItIsTold(@TempDir Path folder) throws Exception {
        Watched watched = Watched.open();
        Path file = folder.resolve("recording.jfr");
        try (var recording = new Recording()) {
            recording.enable("dev.minato.HandlerStalled");
            recording.start();
            Thread held = watched.start(() -> holdHere(1));
            awaitHolding(1);
            watched.lookUntil(reports, 1);
            released = 1;
            held.join();
            recording.stop();
            recording.dump(file);
        }
        var events = RecordingFile.readAllEvents(file).stream()
                .filter(event -> event.getEventType().getName().equals("dev.minato.HandlerStalled"))
                .filter(event -> event.getString("eventLoop").equals("minato-loop-99"))
                .toList();
        assertThat(events).hasSize(1);
        assertThat(events.getFirst().getString("task")).isEqualTo("held-0");
        assertThat(events.getFirst().getString("place")).contains("holdHere");
    }

    @Test
    void threadThatATaskStartsIsSeenToo() throws Exception {
        Watched watched = Watched.open();
        watched.start(() -> Thread.startVirtualThread(() -> holdHere(1)));
        awaitHolding(1);
        watched.lookUntil(reports, 1);
        assertThat(warnings(reports).get(0).getMessage()).contains("holdHere");
    }

    private static final class Slow {
        static final AtomicInteger RELEASED = new AtomicInteger();

        private Slow() {}
    }

    /// Nothing else in the process has initialized it.
    private static final class Initialized {
        static {
            Slow.RELEASED.incrementAndGet();
            while (Slow.RELEASED.get() == 1) {
                Thread.onSpinWait();
            }
        }

        private Initialized() {}

        static void initialize() {}
    }

    @Test
    void classThatIsInitializedIsNotReported() throws Exception {
        Watched watched = Watched.open();
        watched.start(Initialized::initialize);
        Eventually.holds("it is being initialized", () -> Slow.RELEASED.get() == 1);
        ThreadTimes times = watched.loops[0].times().orElseThrow();
        times.read();
        long before = times.onCpu();
        Eventually.holds("it has run for a while", () -> {
            watched.watch.look();
            return times.onCpu() > before + 50_000_000;
        });
        Slow.RELEASED.set(2);
        assertThat(reports).isEmpty();
    }

    /// A stand-still of the machine or of the process is no time that a task has held its loop.
    @Test
    void waitForAProcessorIsNotCounted() throws Exception {
        Watched watched = Watched.open();
        watched.start(() -> holdHere(1));
        awaitHolding(1);
        ThreadTimes times = watched.loops[0].times().orElseThrow();
        // At a safepoint of the JVM the thread is blocked indeed; that is not the sample that is meant.
        Eventually.holds("its thread is runnable", () -> {
            var busy = new BusyTime(Long.MAX_VALUE);
            times.read();
            long from = times.onCpu();
            busy.sample(0, 0, times);
            long counted = busy.sample(0, Long.MAX_VALUE, times);
            if (times.isBlocked()) {
                return false;
            }
            assertThat(counted).as("of a wall clock that says years").isLessThanOrEqualTo(times.onCpu() - from);
            return true;
        });
        released = 1;
    }

    /// More tasks than the queue had room for, with another in each place, never look like one that holds on.
    @Test
    void loopThatGoesOnIsNotReported() throws Exception {
        Watched watched = Watched.open();
        var ran = new AtomicInteger();
        for (int i = 0; i < 1000; i++) {
            watched.start(() -> {
                Thread.yield();
                ran.incrementAndGet();
            });
        }
        Eventually.holds("all have run", () -> ran.get() == 1000);
        watched.look();
        assertThat(reports).isEmpty();
    }

    /// The real watch: one loop is held until that is reported, while the others wait for a connection.
    @Test
    void processReportsWhoHoldsALoop() throws Exception {
        boolean local = isLocal();
        try (var listener = TcpListener.bind("127.0.0.1:0");
                var group = TaskGroup.isolated()) {
            Task<TcpStream> waiting = group.spawn(() -> listener.accept());
            if (local) {
                group.spawn(this::holdUntilReported).join();
            }
            try (var client = TcpStream.connect(listener.localAddress());
                    var accepted = waiting.join()) {
                assertThat(accepted.peerAddress()).isEqualTo(client.localAddress());
            }
        }
        assertThat(reportsOf("holdUntilReported")).hasSize(local ? 1 : 0);
        assertThat(reportsOf("accept")).as("one that waits").isEmpty();
    }

    private void holdUntilReported() {
        while (reportsOf("holdUntilReported").isEmpty()) {
            Thread.onSpinWait();
        }
    }

    private static List<LogRecord> warnings(List<LogRecord> reports) {
        return reports.stream()
                .filter(report -> report.getLevel() == Level.WARNING)
                .toList();
    }

    private List<LogRecord> reportsOf(String method) {
        return reports.stream()
                .filter(report -> report.getThrown() != null && methods(report).contains(method))
                .toList();
    }

    @Test
    void nobodyWatchesWhereNoLoopCanBeHeld() throws Exception {
        boolean local = isLocal();
        Tasks.spawn(() -> {}).join();
        assertThat(Thread.getAllStackTraces().keySet().stream().anyMatch(StallDetectorTest::isWatch))
                .isEqualTo(local);
    }

    private static boolean isWatch(Thread thread) {
        return thread.getName().equals("minato-watch");
    }

    private static boolean isLocal() throws NetException {
        return Platform.current() instanceof LinuxPlatform linux
                && linux.scheduling().name().equals("local");
    }

    private static List<String> methods(LogRecord report) {
        return Stream.of(report.getThrown().getStackTrace())
                .map(StackTraceElement::getMethodName)
                .toList();
    }
}
