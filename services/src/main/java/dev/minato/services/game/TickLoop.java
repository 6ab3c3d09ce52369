package dev.minato.services.game;

import dev.minato.error.NetException;
import dev.minato.metrics.Histogram;
import dev.minato.metrics.HistogramSnapshot;
import dev.minato.net.UdpSocket;
import dev.minato.platform.wait.Parker;
import dev.minato.task.MissedTicks;
import dev.minato.task.Ticker;
import java.time.Duration;
import java.util.List;

/// The task that simulates, and sends snapshots, 60 times a second. Ticks that it has missed are left out: a game that
/// hurried after them would be late again.
final class TickLoop {
    private final GameCore core;
    private final TickListener listener;
    private final Parker parker;
    private final Outbound out;
    private final Histogram durations = new Histogram();
    private long ticks;
    private long late;

    /// @param core is used under its monitor
    TickLoop(GameCore core, TickListener listener, UdpSocket socket, Parker parker) {
        this.core = core;
        this.listener = listener;
        this.parker = parker;
        this.out = new Outbound(socket);
    }

    // @start region="ticks"
    /// Runs until it is interrupted, or the socket is closed.
    void run() throws NetException, InterruptedException {
        long start = parker.now();
        Ticker ticker = Ticker.every(Duration.ofNanos(GameRules.TICK_NANOS), MissedTicks.SKIP);
        long last = -1;
        while (true) {
            long number = ticker.tick();
            long due = start + number * GameRules.TICK_NANOS;
            tick(number, due);
            count(number - last, due);
            last = number;
        }
    }
    // @end

    private void tick(long number, long due) throws NetException {
        long begin = parker.now();
        synchronized (core) {
            core.tick(number, begin, out);
        }
        boolean more = true;
        while (more) {
            out.flush();
            synchronized (core) {
                more = core.snapshots(Outbound.CAPACITY, parker.now(), out);
            }
        }
        out.flush();
        tell(number, due);
        durations.record(parker.now() - begin);
    }

    private void tell(long number, long due) {
        if (listener.equals(TickListener.NONE)) {
            return;
        }
        List<PlayerView> views;
        synchronized (core) {
            views = core.views();
        }
        listener.ticked(number, due, views);
    }

    /// Counts a tick that has ended, and those that were left out before it.
    private void count(long due, long at) {
        boolean isLate = parker.now() - at > GameRules.TICK_NANOS;
        synchronized (core) {
            ticks += due;
            late += due - 1 + (isLate ? 1 : 0);
        }
    }

    /// Ends the game for all; the loop must not run.
    void endAll() throws NetException {
        boolean more = true;
        while (more) {
            synchronized (core) {
                more = core.endAll(Outbound.CAPACITY, out);
            }
            out.flush();
        }
    }

    /// How many ticks were due; with the core's monitor held, as the next two.
    long ticks() {
        return ticks;
    }

    long late() {
        return late;
    }

    long unsent() {
        return out.unsent();
    }

    HistogramSnapshot durations() {
        return durations.snapshot();
    }
}
