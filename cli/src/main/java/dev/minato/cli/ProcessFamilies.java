package dev.minato.cli;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.minato.services.exposition.Label;
import dev.minato.services.exposition.MetricFamily;
import dev.minato.services.exposition.MetricType;
import dev.minato.services.exposition.Sample;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.util.ArrayList;
import java.util.List;

/// The metric families of this process and its JVM, under the names that Prometheus's own clients give them.
final class ProcessFamilies {
    private static final double NANOS = 1e9;
    private static final double MILLIS = 1e3;

    private ProcessFamilies() {}

    static List<MetricFamily> all() {
        List<MetricFamily> families = new ArrayList<>();
        var memory = ManagementFactory.getMemoryMXBean();
        MemoryUsage heap = memory.getHeapMemoryUsage();
        MemoryUsage other = memory.getNonHeapMemoryUsage();
        families.add(memory("jvm_memory_used_bytes", "Memory in use.", heap.getUsed(), other.getUsed()));
        families.add(memory("jvm_memory_max_bytes", "Its maximum; -1 for none.", heap.getMax(), other.getMax()));
        var runtime = ManagementFactory.getRuntimeMXBean();
        families.add(MetricFamily.gauge(
                "process_start_time_seconds",
                "When the process was started, in seconds since 1970.",
                runtime.getStartTime() / MILLIS));
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
            addSystem(families, system);
        }
        return families;
    }

    private static MetricFamily memory(String name, String help, long heap, long nonheap) {
        return new MetricFamily(name, help, MetricType.GAUGE, List.of(area("heap", heap), area("nonheap", nonheap)));
    }

    private static Sample area(String area, long bytes) {
        return new Sample.Count(List.of(new Label("area", area)), bytes);
    }

    /// What is negative is not known: to count descriptors takes one.
    private static void addSystem(List<MetricFamily> families, UnixOperatingSystemMXBean system) {
        families.add(new MetricFamily(
                "process_cpu_seconds_total",
                "Time on processors.",
                MetricType.COUNTER,
                List.of(new Sample.Value(List.of(), system.getProcessCpuTime() / NANOS))));
        long open = system.getOpenFileDescriptorCount();
        if (open >= 0) {
            families.add(MetricFamily.gauge("process_open_fds", "File descriptors that are open.", (double) open));
        }
        families.add(MetricFamily.gauge(
                "process_max_fds", "How many may be open (ulimit -n).", (double) system.getMaxFileDescriptorCount()));
    }
}
