package dev.minato.bench.resp;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import dev.minato.task.TaskGroup;
import dev.minato.task.Tasks;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;

/// One process that measures one client: `ClientRun minato|lettuce PORT`.
///
/// For each shape it prints one line: the shape, requests a second (the median of the rounds), nanoseconds of CPU of
/// all
/// threads a request, and bytes that all threads allocated a request.
public final class ClientRun {
    private static final OperatingSystemMXBean OS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private static final byte[] KEY = "key".getBytes(US_ASCII);
    private static final byte[] VALUE = "v".repeat(64).getBytes(US_ASCII);
    private static final int ROUNDS = 3;
    private static final double WARM_SECONDS = 4;
    private static final double SECONDS = 1;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final LongAdder requests = new LongAdder();
    private final Store store;

    private ClientRun(Store store) {
        this.store = store;
    }

    /// The program.
    public static void main(String[] args) throws Exception {
        try (var store = Store.connect(args[0], Integer.parseInt(args[1]))) {
            store.set(KEY, VALUE);
            if (!Arrays.equals(store.get(KEY), VALUE)) {
                throw new AssertionError("another value came back");
            }
            var run = new ClientRun(store);
            run.measure("1 task", end -> run.tasks(1, end));
            run.measure("64 tasks", end -> run.tasks(64, end));
            run.measure("1 task × 64", end -> run.batches(64, end));
        }
    }

    /// What is asked until a time of `System.nanoTime`.
    private interface Round {
        void run(long end) throws Exception;
    }

    private void measure(String shape, Round round) throws Exception {
        round.run(in(WARM_SECONDS));
        var perSecond = new double[ROUNDS];
        long total = 0;
        long allocated = threads.getTotalThreadAllocatedBytes();
        long cpu = OS.getProcessCpuTime();
        for (int i = 0; i < ROUNDS; i++) {
            long start = System.nanoTime();
            long before = requests.sum();
            round.run(in(SECONDS));
            long count = requests.sum() - before;
            total += count;
            perSecond[i] = count * 1e9 / (System.nanoTime() - start);
        }
        cpu = OS.getProcessCpuTime() - cpu;
        allocated = threads.getTotalThreadAllocatedBytes() - allocated;
        Arrays.sort(perSecond);
        System.out.printf(
                Locale.ROOT,
                "%s\t%.0f\t%.0f\t%.0f%n",
                shape,
                perSecond[ROUNDS / 2],
                (double) cpu / total,
                (double) allocated / total);
    }

    private static long in(double seconds) {
        return System.nanoTime() + (long) (seconds * 1e9);
    }

    /// Tasks that ask, await the reply, and ask again.
    private void tasks(int count, long end) throws Exception {
        try (var group = new TaskGroup()) {
            for (int i = 0; i < count; i++) {
                group.spawn(() -> {
                    while (System.nanoTime() < end) {
                        byte[] _ = store.get(KEY);
                        requests.increment();
                    }
                });
            }
            group.join();
        }
    }

    private void batches(int size, long end) throws Exception {
        Tasks.spawn(() -> {
                    while (System.nanoTime() < end) {
                        store.getMany(KEY, size);
                        requests.add(size);
                    }
                })
                .join();
    }
}
