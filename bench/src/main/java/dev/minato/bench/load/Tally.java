package dev.minato.bench.load;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/// The counters of a load since its warm-up was over, and the line that it prints in the end.
final class Tally {
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private final Histogram latency = new Histogram(3);
    private boolean measuring;
    private long begin;
    private long cpu;
    private long messages;
    private long wrong;
    private long lost;

    void start() {
        System.err.println("warm");
        begin = System.nanoTime();
        cpu = SYSTEM.getProcessCpuTime();
        measuring = true;
    }

    void answered(long nanos) {
        if (measuring) {
            latency.recordValue(nanos);
            messages++;
        }
    }

    void wrong() {
        wrong++;
    }

    void lost(int count) {
        if (measuring) {
            lost += count;
        }
    }

    /// Prints the result; the exit status.
    int finish() {
        double seconds = (System.nanoTime() - begin) / 1e9;
        double share = (SYSTEM.getProcessCpuTime() - cpu) / 1e9 / seconds;
        System.out.printf(
                Locale.ROOT,
                "{\"messages\":%d,\"seconds\":%.6f,\"perSecond\":%.1f,\"p50us\":%.1f,\"p99us\":%.1f,\"p999us\":%.1f,"
                        + "\"loadCpu\":%.3f,\"wrong\":%d,\"lost\":%d}%n",
                messages,
                seconds,
                messages / seconds,
                percentile(50),
                percentile(99),
                percentile(99.9),
                share,
                wrong,
                lost);
        return wrong == 0 ? 0 : 1;
    }

    private double percentile(double percent) {
        return latency.getValueAtPercentile(percent) / 1000.0;
    }
}
