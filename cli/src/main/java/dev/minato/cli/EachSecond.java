package dev.minato.cli;

import dev.minato.error.NetException;
import dev.minato.platform.Platform;
import dev.minato.platform.wait.Parker;
import dev.minato.task.MissedTicks;
import dev.minato.task.Task;
import dev.minato.task.Tasks;
import dev.minato.task.Ticker;
import java.time.Duration;
import java.util.function.DoubleFunction;

/// A line on standard output once a second, until it is closed.
final class EachSecond implements AutoCloseable {
    /// Prints nothing.
    static final EachSecond NOTHING = new EachSecond(() -> {});

    private static final Duration PERIOD = Duration.ofSeconds(1);

    private final Runnable end;

    private EachSecond(Runnable end) {
        this.end = end;
    }

    /// Prints lines; each is made of the seconds since the one before.
    static EachSecond print(DoubleFunction<String> line) {
        var out = new BackgroundWriter("standard output", StandardStreams.OUT, System.out.charset());
        Task<Void> task = Tasks.spawn("each second", () -> run(line, out));
        return new EachSecond(() -> {
            task.cancel();
            out.close();
        });
    }

    private static Void run(DoubleFunction<String> line, BackgroundWriter out)
            throws InterruptedException, NetException {
        Parker parker = Platform.current().parker();
        var ticker = Ticker.every(PERIOD, MissedTicks.SKIP);
        long _ = ticker.tick();
        long last = parker.now();
        for (; ; ) {
            long _ = ticker.tick();
            long now = parker.now();
            out.print(line.apply((now - last) / 1e9) + System.lineSeparator());
            last = now;
        }
    }

    @Override
    public void close() {
        end.run();
    }
}
