package dev.minato.cli;

import dev.minato.error.NetException;
import dev.minato.platform.Platform;
import dev.minato.platform.wait.Parker;
import dev.minato.server.ServerMetrics;
import dev.minato.services.Server;
import dev.minato.task.MissedTicks;
import dev.minato.task.Task;
import dev.minato.task.Tasks;
import dev.minato.task.Ticker;
import java.time.Duration;
import java.util.function.Consumer;

/// The table of `--stats`, once a second until it is closed: on a terminal each in place of the one before, elsewhere
/// one below the other.
final class LiveStats implements AutoCloseable {
    private static final Duration PERIOD = Duration.ofSeconds(1);

    private final Server server;
    private final ServerMetrics metrics;
    private final boolean isTerminal;
    private final Consumer<String> out;
    private final StatsTable table = new StatsTable();
    private final Task<Void> task;

    /// Lines of the last table, which the next one takes the place of.
    private int lines;

    /// @param out takes whole lines; must never block
    LiveStats(Server server, ServerMetrics metrics, boolean isTerminal, Consumer<String> out) {
        this.server = server;
        this.metrics = metrics;
        this.isTerminal = isTerminal;
        this.out = out;
        this.task = Tasks.spawn("stats", this::run);
    }

    private Void run() throws InterruptedException, NetException {
        Parker parker = Platform.current().parker();
        var ticker = Ticker.every(PERIOD, MissedTicks.SKIP);
        long last = parker.now() - PERIOD.toNanos();
        for (; ; ) {
            long _ = ticker.tick();
            long now = parker.now();
            var since = Duration.ofNanos(now - last);
            show(table.next(metrics.counts(), server.datagramCounts(), server.openConnections(), since));
            last = now;
        }
    }

    private void show(String text) {
        // Up to where the last table began, and erase from there (ECMA-48: CUU, ED).
        String erase = isTerminal && lines > 0 ? "\033[" + lines + "A\033[J" : "";
        lines = (int) text.lines().count();
        out.accept(erase + text);
    }

    @Override
    public void close() {
        task.cancel();
    }
}
