package dev.minato.bench.channel;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import dev.minato.platform.Placement;
import dev.minato.platform.Platform;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// One process that measures one kind of channel between two tasks: `ChannelRun PIPE one|two`.
///
/// For each shape it prints one line: the shape, messages a second (the median of the rounds), nanoseconds of CPU
/// of all threads a message, and bytes that all threads allocated a message.
public final class ChannelRun {
    private static final OperatingSystemMXBean OS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private static final Object VALUE = "value";
    private static final int ROUNDS = 7;
    private static final int WARM_UP = 8;
    private static final int STREAMED = 400_000;
    private static final int EXCHANGED = 40_000;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final String pipe;
    private final Placement second;

    private ChannelRun(String pipe, Placement second) {
        this.pipe = pipe;
        this.second = second;
    }

    /// The program.
    ///
    /// @param args what to measure, and whether the two tasks share a loop
    public static void main(String[] args) throws InterruptedException {
        var run = new ChannelRun(args[0], args[1].equals("one") ? Placement.HERE : Placement.NEXT);
        run.measure("stream 64", STREAMED, () -> run.stream(64));
        run.measure("stream 1024", STREAMED, () -> run.stream(1024));
        run.measure("ping-pong 1", 2 * EXCHANGED, run::pingPong);
    }

    private interface Round {
        void run() throws InterruptedException;
    }

    private void measure(String shape, int messages, Round round) throws InterruptedException {
        for (int i = 0; i < WARM_UP; i++) {
            round.run();
        }
        var perSecond = new double[ROUNDS];
        long allocated = threads.getTotalThreadAllocatedBytes();
        long cpu = OS.getProcessCpuTime();
        for (int i = 0; i < ROUNDS; i++) {
            long start = System.nanoTime();
            round.run();
            perSecond[i] = messages * 1e9 / (System.nanoTime() - start);
        }
        cpu = OS.getProcessCpuTime() - cpu;
        allocated = threads.getTotalThreadAllocatedBytes() - allocated;
        double total = (double) ROUNDS * messages;
        Arrays.sort(perSecond);
        System.out.printf(
                Locale.ROOT, "%s\t%,.0f\t%.1f\t%.2f%n", shape, perSecond[ROUNDS / 2], cpu / total, allocated / total);
    }

    private void stream(int capacity) throws InterruptedException {
        Pipe values = Pipe.of(pipe, capacity);
        inTwoTasks(
                () -> {
                    for (int i = 0; i < STREAMED; i++) {
                        values.send(VALUE);
                    }
                },
                () -> {
                    for (int i = 0; i < STREAMED; i++) {
                        check(values.receive());
                    }
                });
    }

    private void pingPong() throws InterruptedException {
        Pipe there = Pipe.of(pipe, 1);
        Pipe back = Pipe.of(pipe, 1);
        inTwoTasks(
                () -> {
                    for (int i = 0; i < EXCHANGED; i++) {
                        there.send(VALUE);
                        check(back.receive());
                    }
                },
                () -> {
                    for (int i = 0; i < EXCHANGED; i++) {
                        check(there.receive());
                        back.send(VALUE);
                    }
                });
    }

    @SuppressWarnings("ReferenceEquality") // there is one value
    private static void check(Object received) {
        if (received != VALUE) {
            throw new AssertionError("received " + received);
        }
    }

    private interface Body {
        void run() throws Exception;
    }

    /// The second is started by the first, which puts it on the same loop, or on the next.
    private void inTwoTasks(Body one, Body other) throws InterruptedException {
        Platform platform = Platform.current();
        var failures = new ConcurrentLinkedQueue<Throwable>();
        Thread first = platform.start(
                () -> {
                    Thread started = platform.start(() -> run(other, failures), second);
                    run(one, failures);
                    run(started::join, failures);
                },
                Placement.NEXT);
        first.join();
        for (Throwable failure : failures) {
            throw new AssertionError("a task failed", failure);
        }
    }

    private static void run(Body body, Queue<Throwable> failures) {
        try {
            body.run();
        } catch (Throwable thrown) {
            failures.add(thrown);
        }
    }
}
