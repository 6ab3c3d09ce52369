package dev.minato.cli;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import dev.minato.error.NetException;
import dev.minato.task.Tasks;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;

/// The stacks of all threads, virtual ones too, of which a bounded number is shown: handlers first, then
/// other virtual threads, then platform threads.
///
/// The JVM writes them into a file, which only its user can read and which is deleted at once:
///
/// ```
/// #22 "echo" virtual WAITING 2026-11-30T06:05:36.117004246Z
///     java.base/java.lang.Thread.run(Thread.java:1474)
///     ...
/// (an empty line)
/// ```
final class ThreadDump {
    /// The most frames of a thread that are shown.
    private static final int MAX_FRAMES = 30;

    /// The frame of what runs the handler of a connection.
    private static final String HANDLING = "dev.minato.server.Serving.";

    private final int max;
    private final List<String> ofHandlers = new ArrayList<>();
    private final List<String> ofTasks = new ArrayList<>();
    private final List<String> ofOthers = new ArrayList<>();
    private long count;

    /// @param max how many threads are shown at most
    ThreadDump(int max) {
        this.max = max;
    }

    /// Takes it, elsewhere than on an event loop.
    String take() throws Failure, NetException, InterruptedException {
        try {
            return Tasks.compute("threads", this::dump).join();
        } catch (ExecutionException e) {
            throw Failure.refused("no thread dump: " + e.getCause());
        }
    }

    private String dump() throws IOException {
        Path folder = Files.createTempDirectory("minato-threads");
        Path file = folder.resolve("dump.txt");
        try {
            ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                    .dumpThreads(file.toString(), ThreadDumpFormat.TEXT_PLAIN);
            try (BufferedReader lines = Files.newBufferedReader(file)) {
                read(lines);
            }
        } finally {
            boolean _ = Files.deleteIfExists(file);
            Files.delete(folder);
        }
        return text();
    }

    private String text() {
        List<String> shown = Stream.of(ofHandlers, ofTasks, ofOthers)
                .flatMap(List::stream)
                .limit(max)
                .toList();
        String more = count > shown.size() ? "and " + (count - shown.size()) + " more threads\n" : "";
        return String.join("", shown) + more;
    }

    private void read(BufferedReader lines) throws IOException {
        var thread = new StringBuilder();
        int frames = 0;
        boolean isHandler = false;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith("#")) {
                add(thread, isHandler);
                thread.setLength(0);
                frames = 0;
                isHandler = false;
                thread.append(line).append('\n');
            } else if (!thread.isEmpty() && !line.isBlank()) {
                frames++;
                isHandler |= line.contains(HANDLING);
                if (frames <= MAX_FRAMES) {
                    thread.append(line).append('\n');
                }
            }
        }
        add(thread, isHandler);
    }

    private void add(StringBuilder thread, boolean isHandler) {
        if (thread.isEmpty()) {
            return;
        }
        count++;
        boolean isVirtual = thread.substring(0, thread.indexOf("\n")).contains("\" virtual ");
        List<String> ofItsKind = isHandler ? ofHandlers : isVirtual ? ofTasks : ofOthers;
        if (ofItsKind.size() < max) {
            ofItsKind.add(thread.toString());
        }
    }
}
