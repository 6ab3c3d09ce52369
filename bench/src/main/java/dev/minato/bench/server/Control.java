package dev.minato.bench.server;

import com.sun.management.ThreadMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Supplier;

/// The line between a server and the bench: `port N` on stdout once it listens (and `NAME=N` for each further
/// service), questions on stdin, one answer a line. The server ends when stdin ends, so that none outlives the bench.
///
/// ```
/// allocated     bytes that all threads have allocated so far, virtual ones included (their carriers count them)
/// collect       collects garbage, and says `done`
/// figures       what a server says of itself, if it does
/// ```
final class Control {
    /// The exit status that means "cannot be measured here", with the reason as `skip REASON` on stdout.
    static final int SKIPPED = 3;

    private Control() {}

    static void ready(int port) {
        ready(port, Map.of());
    }

    /// With the ports of whatever else is served here, by name.
    static void ready(int port, Map<String, Integer> others) {
        ready(port, others, () -> "none");
    }

    /// With what it says of itself, in one line.
    static void ready(int port, Map<String, Integer> others, Supplier<String> figures) {
        Thread.ofPlatform().daemon().name("control").start(() -> answer(figures));
        var line = new StringBuilder("port ").append(port);
        others.forEach(
                (name, other) -> line.append(' ').append(name).append('=').append(other));
        say(line.toString());
    }

    static void skip(String reason) {
        say("skip " + reason);
        System.exit(SKIPPED);
    }

    private static void answer(Supplier<String> figures) {
        try (var questions = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = questions.readLine(); line != null; line = questions.readLine()) {
                say(answer(line, figures));
            }
        } catch (IOException e) {
            say("stdin failed: " + e);
        }
        // Halt, because a hook that waits for the servers' threads would wait forever.
        Runtime.getRuntime().halt(0);
    }

    private static String answer(String question, Supplier<String> figures) {
        return switch (question) {
            case "allocated" -> Long.toString(allocated());
            case "collect" -> collect();
            case "figures" -> figures.get();
            default -> "unknown: " + question;
        };
    }

    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getTotalThreadAllocatedBytes();
    }

    private static String collect() {
        // Twice: what the first one finds to be cleaned up is free after the second.
        System.gc();
        System.gc();
        return "done";
    }

    private static void say(String line) {
        System.out.println(line);
    }
}
