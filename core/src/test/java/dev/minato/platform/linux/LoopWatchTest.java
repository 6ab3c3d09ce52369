package dev.minato.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.error.NetException;
import dev.minato.net.TcpListener;
import dev.minato.net.TcpStream;
import dev.minato.platform.Platform;
import dev.minato.task.Task;
import dev.minato.task.TaskGroup;
import dev.minato.task.Tasks;
import dev.minato.testing.Eventually;
import dev.minato.testing.NetworkTest;
import dev.minato.testing.Requirement;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Code that holds a local loop is reported with its stack, once for each place; code that waits is not, nor
/// anything where no loop can be held.
@NetworkTest
class LoopWatchTest {
    private static final Logger LOGGER = Logger.getLogger(LoopWatch.class.getName());
    private static final int MANY_LOOKS = 20;

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
    }

    @AfterEach
    void leave() {
        released = Integer.MAX_VALUE;
        LOGGER.removeHandler(handler);
        LOGGER.setUseParentHandlers(true);
    }

    /// A loop that is watched by nobody but the test, which looks when it likes.
    private static final class Watched {
        final LocalLoop[] loops = new LocalLoop[1];
        final LoopWatch watch = new LoopWatch(loops, 1);
        final ThreadFactory tasks;

        Watched() throws Exception {
            loops[0] = LocalLoop.open(99, watch);
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
        watched.look();
        assertThat(reports).hasSize(1);
        released = 1;
        first.join();

        watched.look();
        Thread second = watched.start(() -> holdHere(2));
        awaitHolding(2);
        watched.look();
        assertThat(reports).as("the same place again").hasSize(1);
        released = 2;
        second.join();

        watched.start(() -> holdThere(3));
        awaitHolding(3);
        watched.look();
        assertThat(reports).as("another place").hasSize(2);
        assertThat(reports).extracting(LogRecord::getLevel).containsOnly(Level.WARNING);
        assertThat(reports.get(0).getMessage()).contains("held-0", "minato-loop-99");
        assertThat(methods(reports.get(0))).contains("holdHere").doesNotContain("holdThere");
        assertThat(methods(reports.get(1))).contains("holdThere").doesNotContain("holdHere");
    }

    @Test
    void threadThatATaskStartsIsSeenToo() throws Exception {
        Watched watched = Watched.open();
        watched.start(() -> Thread.startVirtualThread(() -> holdHere(1)));
        awaitHolding(1);
        watched.look();
        assertThat(reports).hasSize(1);
        assertThat(methods(reports.get(0))).contains("holdHere");
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
                var group = TaskGroup.spread()) {
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

    private List<LogRecord> reportsOf(String method) {
        return reports.stream()
                .filter(report -> methods(report).contains(method))
                .toList();
    }

    @Test
    void nobodyWatchesWhereNoLoopCanBeHeld() throws Exception {
        boolean local = isLocal();
        Tasks.spawn(() -> {}).join();
        assertThat(Thread.getAllStackTraces().keySet().stream().anyMatch(LoopWatchTest::isWatch))
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
