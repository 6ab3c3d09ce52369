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
    private static final int LIFE_SECONDS = 1200;

    private static final long TICK_NANOS = 10_000_000;

    /// The field of `/proc/PID/stat` after the name, and the system time in the next.
    private static final int CHILDREN_USER = 13;

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

    /// CPU time of all its threads so far, also of those that have ended; with that of its children, such as the
    /// echo behind a proxy of TLS, or the processes of a server that has one for each connection.
    long cpuNanos() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants())
                        .mapToLong(each -> CpuClock.nanos(each.pid()).orElse(0))
                        .sum()
                + endedChildrenNanos();
    }

    /// CPU time of the children that it has waited for, as `/proc` has it, in steps of 10 ms.
    private long endedChildrenNanos() {
        try {
            String status = Files.readString(Path.of("/proc/" + pid() + "/stat"));
            String[] fields = status.substring(status.lastIndexOf(')') + 2).split(" ", -1);
            return TICK_NANOS * (Long.parseLong(fields[CHILDREN_USER]) + Long.parseLong(fields[CHILDREN_USER + 1]));
        } catch (IOException gone) {
            return 0;
        }
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
