package dev.minato.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/// A server process that listens.
final class Server implements AutoCloseable {
    private static final int START_SECONDS = 30;

    /// Longer than any measurement: what hangs must not hang the rest.
    private static final int LIFE_SECONDS = 300;

    /// The variable that tells a server where its certificates are.
    private static final String CERTIFICATES = "BENCH_CERTIFICATES";

    private final Process process;
    private final BufferedReader answers;
    private final Ports ports;

    private Server(Process process, BufferedReader answers, Ports ports) {
        this.process = process;
        this.answers = answers;
        this.ports = ports;
    }

    /// Starts a candidate on these cores, and waits until it listens.
    static Server start(Candidate candidate, Tools tools, String cores, List<String> jvmFlags)
            throws IOException, SkippedException {
        List<String> command =
                candidate.command(tools, jvmFlags).orElseThrow(() -> new SkippedException("its tool is missing"));
        ProcessBuilder builder =
                new ProcessBuilder(tools.pinned(cores, command)).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put(CERTIFICATES, tools.certificates().toString());
        Process process = Children.start(builder);
        Children.limit(process, LIFE_SECONDS);
        BufferedReader answers = process.inputReader(StandardCharsets.UTF_8);
        Thread watch = Thread.startVirtualThread(() -> endUnlessInterrupted(process));
        String line = String.valueOf(answers.readLine());
        watch.interrupt();
        if (Ports.isIn(line)) {
            return new Server(process, answers, Ports.parse(line));
        }
        Children.end(process);
        if (line.startsWith("skip ")) {
            throw new SkippedException(line.substring("skip ".length()));
        }
        throw new IOException(candidate.name() + " did not start");
    }

    private static void endUnlessInterrupted(Process process) {
        try {
            Thread.sleep(Duration.ofSeconds(START_SECONDS));
            process.destroyForcibly();
        } catch (InterruptedException started) {
            return;
        }
    }

    /// Where it echoes.
    int port() {
        return ports.echo();
    }

    /// Where it serves `service`.
    int port(String service) throws IOException {
        return ports.of(service);
    }

    long pid() {
        return process.pid();
    }

    /// CPU time of all its threads so far, also of those that have ended, in steps of 10 ms; with that of the
    /// echo behind it, if it is a proxy.
    ///
    /// Linux scales it from a clock of nanoseconds, so over seconds it is exact to a fraction of a percent. The
    /// finer `schedstat` is kept for each thread, and lost with it.
    long cpuNanos() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .mapToLong(each ->
                        each.info().totalCpuDuration().orElse(Duration.ZERO).toNanos())
                .sum();
    }

    /// Bytes that a Java server has allocated so far.
    long allocated() throws IOException {
        return Long.parseLong(ask("allocated"));
    }

    /// Lets a Java server collect its garbage.
    void collect() throws IOException {
        ask("collect");
    }

    /// Returns a server's answer to one of the questions that it knows.
    String ask(String question) throws IOException {
        OutputStream questions = process.getOutputStream();
        questions.write((question + "\n").getBytes(StandardCharsets.UTF_8));
        questions.flush();
        String answer = answers.readLine();
        if (answer == null) {
            throw new IOException("the server has ended");
        }
        return answer;
    }

    /// Memory of the process, its share of what it shares with others.
    long residentBytes() throws IOException {
        return Files.readAllLines(Path.of("/proc/" + pid() + "/smaps_rollup")).stream()
                .filter(line -> line.startsWith("Pss:"))
                .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D+", "")))
                .findFirst()
                .orElseThrow(() -> new IOException("no Pss in smaps_rollup"));
    }

    @Override
    public void close() {
        Children.end(process);
    }
}
