package dev.minato.bench.server;

import dev.minato.task.Tasks;
import dev.minato.task.Ticker;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/// A loop that does something so many times a second, and how late each turn of it was.
///
/// Arguments: what keeps the time (`ticker`, `executor`, `virtual` or `platform`), the period in nanoseconds, and
/// the seconds to measure, after two that are not. Prints one line of JSON.
final class TickLoop {
    private static final long WARM = 2_000_000_000L;
    private static final double MICROS = 1000;

    private final long period;
    private final long nanos;
    private final Histogram late = new Histogram(3);
    private long start;

    private TickLoop(long period, long nanos) {
        this.period = period;
        this.nanos = nanos;
    }

    static void main(String[] arguments) throws Exception {
        var loop = new TickLoop(Long.parseLong(arguments[1]), 1_000_000_000L * Long.parseLong(arguments[2]));
        switch (arguments[0]) {
            case "ticker" -> {
                MinatoServer.checkPlatform();
                Tasks.spawn(loop::tick).join();
            }
            case "executor" -> loop.schedule();
            case "virtual" -> Thread.ofVirtual().start(loop::sleep).join();
            default -> Thread.ofPlatform().start(loop::sleep).join();
        }
        loop.print();
    }

    private void tick() throws Exception {
        Ticker.every(Duration.ofNanos(1)).tick(); // loads the classes
        start();
        var ticker = Ticker.every(Duration.ofNanos(period));
        while (turn(ticker.tick())) {}
    }

    private void schedule() throws InterruptedException {
        var loaded = new CountDownLatch(1);
        var over = new CountDownLatch(1);
        var turns = new long[1];
        Runnable turn = () -> {
            if (!turn(turns[0]++)) {
                over.countDown();
            }
        };
        try (var executor = new ScheduledThreadPoolExecutor(1)) {
            // The classes of an executor, which are late only once.
            var first = executor.scheduleAtFixedRate(loaded::countDown, 0, period, TimeUnit.NANOSECONDS);
            loaded.await();
            first.cancel(false);
            start();
            var turning = executor.scheduleAtFixedRate(turn, 0, period, TimeUnit.NANOSECONDS);
            over.await();
            turning.cancel(false);
            executor.shutdownNow();
        }
    }

    private void sleep() {
        start();
        try {
            for (long number = 0; turn(number); number++) {
                Thread.sleep(Duration.ofNanos(period));
            }
        } catch (InterruptedException e) {
            throw new AssertionError("nobody interrupts", e);
        }
    }

    private void start() {
        start = System.nanoTime();
    }

    /// Notes the lateness of a turn; false once the time is over.
    private boolean turn(long number) {
        long since = System.nanoTime() - start;
        if (since >= WARM && since < WARM + nanos) {
            late.recordValue(Math.max(0, since - number * period));
        }
        return since < WARM + nanos;
    }

    private void print() {
        System.out.println(String.format(
                Locale.ROOT,
                "{\"ticks\":%d,\"p50us\":%.1f,\"p99us\":%.1f,\"maxus\":%.1f}",
                late.getTotalCount(),
                late.getValueAtPercentile(50) / MICROS,
                late.getValueAtPercentile(99) / MICROS,
                late.getMaxValue() / MICROS));
    }
}
