package dev.minato.deadlines;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// The stacks of all threads, virtual threads included, on standard error.
final class ThreadDump {
    /// Not `System.err`, whose lock or replacement may be part of the hang.
    private static final PrintStream ERR =
            new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);

    private ThreadDump() {}

    static synchronized void print(String why) {
        ERR.println("=== " + why);
        try {
            printThreads();
        } catch (IOException | RuntimeException e) {
            e.printStackTrace(ERR);
        }
        ERR.println("=== end of thread dump: " + why);
    }

    private static void printThreads() throws IOException {
        // dumpThreads creates the file and refuses one that exists.
        Path directory = Files.createTempDirectory("minato-threads");
        Path file = directory.resolve("threads.txt").toAbsolutePath();
        try {
            ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                    .dumpThreads(file.toString(), ThreadDumpFormat.TEXT_PLAIN);
            ERR.println(Files.readString(file));
        } finally {
            Files.deleteIfExists(file);
            Files.delete(directory);
        }
    }
}
