package dev.minato.bench;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/// System calls of a server a message, counted by `strace -c -f`.
///
/// The counter is attached to a warm server before the load connects and taken off after it has ended, so that
/// opening and closing the connections is in the figure: a few hundredths of it, and the less the longer.
final class SystemCalls {
    private static final int SHOWN = 4;
    private static final int ATTACH_SECONDS = 10;

    private final Options options;
    private final Tools tools;
    private final Finding finding = new Finding(
            "System calls of the server a message", List.of("server", "load", "messages", "calls a message", "which"));

    SystemCalls(Options options, Tools tools) {
        this.options = options;
        this.tools = tools;
    }

    /// One line of strace's summary.
    private record Count(String name, long calls) {}

    Finding measure(List<Candidate> candidates, double seconds) throws InterruptedException {
        if (!Tools.isInPath("strace")) {
            System.err.println("bench: no strace, so system calls cannot be counted");
            return finding;
        }
        for (Candidate candidate : candidates) {
            Shape shape = candidate.protocol() == Protocol.TCP ? Shape.TCP_64 : Shape.UDP_64;
            finding.measure(candidate.name() + ", " + shape.name(), () -> measure(candidate, shape, seconds));
        }
        return finding;
    }

    private void measure(Candidate candidate, Shape shape, double seconds)
            throws IOException, InterruptedException, SkippedException {
        try (Server server = Server.start(candidate, tools, Pass.ONE_CORE.cores, List.of())) {
            Load.run(tools, server, Pass.LOAD_CORE, shape, options.settle(), options.settle(), () -> 0);
            Path output = Files.createTempFile("strace", ".txt");
            Process counter = attach(server, output);
            Measurement measured = Load.run(tools, server, Pass.LOAD_CORE, shape, 0, seconds, () -> 0);
            finding.row(row(candidate, shape, measured, detach(counter, output)));
        }
    }

    private static List<String> row(Candidate candidate, Shape shape, Measurement measured, List<Count> counts) {
        long all = counts.stream().mapToLong(Count::calls).sum();
        String most = counts.stream()
                .sorted(Comparator.comparingLong(Count::calls).reversed())
                .limit(SHOWN)
                .map(count -> "%s %.2f".formatted(count.name, (double) count.calls / measured.messages()))
                .collect(Collectors.joining(", "));
        return List.of(
                candidate.name(),
                shape.name(),
                "%,d".formatted(measured.messages()),
                "%.2f".formatted((double) all / measured.messages()),
                most);
    }

    private static Process attach(Server server, Path output) throws IOException, InterruptedException {
        Process counter = Children.start(
                new ProcessBuilder("strace", "-c", "-f", "-o", output.toString(), "-p", Long.toString(server.pid()))
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD));
        // It says so when it is attached, or why it may not.
        String line = String.valueOf(counter.errorReader().readLine());
        if (!line.contains("attached")) {
            Children.end(counter);
            throw new IOException("strace: " + line);
        }
        Thread.startVirtualThread(() -> drain(counter));
        return counter;
    }

    private static void drain(Process counter) {
        try {
            counter.errorReader().transferTo(Writer.nullWriter());
        } catch (IOException closed) {
            // The stream closes when strace is told to end; what is of interest is in its file.
            return;
        }
    }

    private static List<Count> detach(Process counter, Path output) throws IOException, InterruptedException {
        // SIGTERM would be passed to nobody: strace then detaches and prints its summary.
        counter.destroy();
        if (!counter.waitFor(ATTACH_SECONDS, TimeUnit.SECONDS)) {
            Children.end(counter);
            throw new IOException("strace did not end");
        }
        List<Count> counts = new ArrayList<>();
        for (String line : Files.readAllLines(output)) {
            parse(line, counts);
        }
        Files.delete(output);
        return counts;
    }

    /// `% time  seconds  usecs/call  calls  [errors]  name`.
    private static void parse(String line, List<Count> into) {
        String[] fields = line.strip().split("\\s+", -1);
        boolean counts =
                fields.length >= 5 && fields[0].matches("[0-9.]+") && !fields[fields.length - 1].equals("total");
        if (counts) {
            into.add(new Count(fields[fields.length - 1], Long.parseLong(fields[3])));
        }
    }
}
