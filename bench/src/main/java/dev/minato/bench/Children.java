package dev.minato.bench;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/// The processes that were started; none outlives the bench, also after Ctrl-C.
final class Children {
    private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> RUNNING.forEach(Process::destroyForcibly), "children"));
    }

    private Children() {}

    static Process start(ProcessBuilder builder) throws IOException {
        Process process = builder.start();
        RUNNING.add(process);
        Thread.startVirtualThread(() -> forget(process));
        return process;
    }

    /// Ends the process if it still runs after so many seconds, so that whoever reads from it does not hang.
    static void limit(Process process, double seconds) {
        Thread.startVirtualThread(() -> {
            try {
                if (!process.waitFor((long) (seconds * 1000), TimeUnit.MILLISECONDS)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException e) {
                throw new AssertionError("nobody interrupts", e);
            }
        });
    }

    static void end(Process process) {
        process.destroyForcibly().onExit().join();
    }

    private static void forget(Process process) {
        process.onExit().join();
        RUNNING.remove(process);
    }
}
