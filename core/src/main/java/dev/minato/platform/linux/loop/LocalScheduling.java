package dev.minato.platform.linux.loop;

import dev.minato.error.NetException;
import dev.minato.platform.Placement;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/// Local scheduling: event loops, one a core; a task runs on one of them from start to end, and its sockets are
/// registered there.
public final class LocalScheduling implements Scheduling {
    private final EventLoop[] loops = new EventLoop[Runtime.getRuntime().availableProcessors()];
    private final ThreadFactory[] tasks = new ThreadFactory[loops.length];
    private final ThreadFactory apart = VirtualThreads.scheduledBy(VirtualThreads.defaultScheduler())
            .name("minato-compute-", 0)
            .factory();
    private final AtomicInteger turn = new AtomicInteger();

    /// Only where [VirtualThreads#obstacle] finds none. TOO_MANY_OPEN_FILES, and then nothing is left open.
    ///
    /// @param withRing whether its loops wait with io_uring
    public LocalScheduling(boolean withRing) throws NetException {
        var watch = new StallDetector(loops, StallDetector.INTERVAL, StallDetector.WARM_UP);
        openLoops(watch, withRing);
        for (int i = 0; i < loops.length; i++) {
            tasks[i] = VirtualThreads.scheduledBy(loops[i])
                    .name("minato-task-" + i + "-", 0)
                    .factory();
            loops[i].start();
        }
        watch.start();
    }

    private void openLoops(StallDetector watch, boolean withRing) throws NetException {
        int opened = 0;
        try {
            for (; opened < loops.length; opened++) {
                loops[opened] = EventLoop.open(opened, watch, withRing);
            }
        } catch (Throwable failed) {
            while (opened > 0) {
                loops[--opened].discard();
            }
            throw failed;
        }
    }

    @Override
    public String name() {
        return "local";
    }

    @Override
    public Thread start(Runnable body, Placement placement) {
        Thread thread = switch (placement) {
            case NEXT -> tasks[next()].newThread(body);
            case HERE -> tasks[here()].newThread(body);
            case COMPUTE -> apart.newThread(body);
        };
        thread.start();
        return thread;
    }

    @Override
    public void yieldCarrier() {
        EventLoop.yieldCarrier();
    }

    @Override
    public Poller poller() {
        return loops[here()].poller;
    }

    @Override
    public long stalls() {
        return StallDetector.STALLS.sum();
    }

    @Override
    public int heartbeat(Runnable beat) {
        for (EventLoop loop : loops) {
            loop.execute(beat);
        }
        return loops.length;
    }

    /// The loop that runs the calling thread; the next one in turn for a thread that no loop runs.
    private int here() {
        Thread carrier = VirtualThreads.carrier();
        for (int i = 0; i < loops.length; i++) {
            if (loops[i] == carrier) {
                return i;
            }
        }
        return next();
    }

    private int next() {
        return Math.floorMod(turn.getAndIncrement(), loops.length);
    }
}
