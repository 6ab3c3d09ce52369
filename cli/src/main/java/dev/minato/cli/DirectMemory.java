package dev.minato.cli;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;

/// The maximum of direct memory: `-XX:MaxDirectMemorySize`, and as much as the heap if that was not given.
final class DirectMemory {
    private DirectMemory() {}

    static long max() {
        var jvm = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        long given = Long.parseLong(jvm.getVMOption("MaxDirectMemorySize").getValue());
        return given == 0 ? Runtime.getRuntime().maxMemory() : given;
    }
}
