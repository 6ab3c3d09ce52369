package dev.minato.services.dashboard;

import dev.minato.error.NetException;
import dev.minato.server.ServerMetrics;
import dev.minato.task.MissedTicks;
import dev.minato.task.Tasks;
import dev.minato.task.Ticker;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/// The task that looks at the server once a second, while somebody looks at the page, and hands each viewer a
/// frame.
///
/// ```
///  IDLE ──the first viewer──▶ RUNNING: a tick, a frame, each viewer's outbox
///    ▲                           │
///    └──a tick without viewers───┘
/// ```
///
/// The trends go on if the page comes back within a few seconds, as when it is loaded again; else they begin
/// anew.
final class Sampler {
    private static final Duration PERIOD = Duration.ofSeconds(1);

    /// Nanoseconds between two samples at least: over less, a rate is noise.
    private static final long MIN_GAP = 500_000_000L;

    /// Nanoseconds without a sample after which sparklines begin anew.
    private static final long MAX_GAP = 5_000_000_000L;

    private static final byte[] NONE = new byte[0];

    private final Watched watched;
    private final ServerMetrics metrics;
    private final ConnectionHistory history;
    private final InstantSource clock;
    private final Set<Viewer> viewers = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean runs = new AtomicBoolean();

    /// Written by the task that runs; `runs` hands them to the next one.
    private Trends trends;

    /// The newest frame, for one that comes between two ticks; empty while nobody looks.
    private volatile byte[] newest = NONE;

    /// Somebody who looks.
    interface Viewer {
        /// Hands over a frame, as an event that is encoded already; never waits.
        void show(byte[] event);
    }

    Sampler(Watched watched, ServerMetrics metrics, ConnectionHistory history, InstantSource clock) {
        this.watched = watched;
        this.metrics = metrics;
        this.history = history;
        this.clock = clock;
        this.trends = new Trends(metrics.counts(), history.now());
    }

    /// Hands that viewer a frame at once and then each second, until [#remove].
    void add(Viewer viewer) {
        viewers.add(viewer);
        byte[] event = newest;
        if (event.length > 0) {
            viewer.show(event);
        }
        startIfIdle();
    }

    void remove(Viewer viewer) {
        viewers.remove(viewer);
    }

    /// Returns how many look.
    int viewers() {
        return viewers.size();
    }

    private void startIfIdle() {
        if (runs.compareAndSet(false, true)) {
            var _ = Tasks.spawn("dashboard sampler", this::run);
        }
    }

    private void run() throws InterruptedException, NetException {
        try {
            if (history.now() - trends.at() > MAX_GAP) {
                trends = new Trends(metrics.counts(), history.now());
            }
            var ticker = Ticker.every(PERIOD, MissedTicks.SKIP);
            while (!viewers.isEmpty()) {
                long _ = ticker.tick();
                sample();
            }
        } finally {
            newest = NONE;
            runs.set(false);
        }
        // One that came after the last look found it running.
        if (!viewers.isEmpty()) {
            startIfIdle();
        }
    }

    private void sample() {
        long now = history.now();
        if (now - trends.at() >= MIN_GAP) {
            trends.add(metrics.counts(), now);
        }
        byte[] event = EventStream.event(Frame.of(watched, history, trends, clock.millis()));
        newest = event;
        viewers.forEach(viewer -> viewer.show(event));
    }
}
