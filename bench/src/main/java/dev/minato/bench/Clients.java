package dev.minato.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// The client of Minato's kit beside Lettuce, each with one connection to the same server, in interleaved rounds: the
/// server on one core, the client on another, each a process of its own.
final class Clients {
    private static final double SECONDS_A_RUN = 120;
    private static final String PACKAGE = "dev.minato.bench.resp.";
    private static final List<String> SERVER = List.of("-Dminato.platform=linux", "-Dminato.scheduling=local");

    /// What a run prints behind the shape: requests a second, nanoseconds of CPU, bytes.
    private static final int FIGURES = 3;

    private final Options options;
    private final Tools tools;

    /// By client, then by shape: a list of figures for each round.
    private final Map<String, Map<String, List<double[]>>> measured = new LinkedHashMap<>();

    private final Finding finding = new Finding(
            "Clients: one connection to the same server of RESP",
            List.of("client", "requests by", "requests/s", "CPU ns a request", "bytes a request", "CPU: lettuce ÷ it"));

    Clients(Options options, Tools tools) {
        this.options = options;
        this.tools = tools;
    }

    /// @param flags what its JVM is given; Lettuce's callers are virtual threads of the JDK
    private record Client(String name, String library, List<String> flags) {
        static final List<Client> ALL = List.of(
                new Client("lettuce", "lettuce", List.of("-Dminato.platform=jdk")),
                new Client("minato-local", "minato", List.of("-Dminato.platform=linux", "-Dminato.scheduling=local")),
                new Client("minato-shared", "minato", List.of("-Dminato.platform=linux", "-Dminato.scheduling=shared")),
                new Client("minato-jdk", "minato", List.of("-Dminato.platform=jdk")));
    }

    Finding measure() throws InterruptedException {
        for (int round = 0; round < options.rounds(); round++) {
            for (Client client : Client.ALL) {
                if (options.hasName(client.name)) {
                    finding.measure(client.name + ", round " + (round + 1), () -> measure(client));
                }
            }
        }
        measured.forEach((client, shapes) -> shapes.forEach((shape, rounds) -> row(client, shape, rounds)));
        return finding;
    }

    private void measure(Client client) throws IOException {
        Process server = Children.start(new ProcessBuilder(
                        tools.pinned("0", tools.javaCommand(SERVER, List.of(PACKAGE + "RespServer"))))
                .redirectError(ProcessBuilder.Redirect.INHERIT));
        try {
            Children.limit(server, SECONDS_A_RUN);
            BufferedReader output = server.inputReader(StandardCharsets.UTF_8);
            String port = String.valueOf(output.readLine()).replaceFirst("^port ", "");
            for (String line : run(client, port)) {
                String[] cells = line.split("\t", -1);
                measured.computeIfAbsent(client.name, _ -> new LinkedHashMap<>())
                        .computeIfAbsent(cells[0], _ -> new ArrayList<>())
                        .add(IntStream.rangeClosed(1, FIGURES)
                                .mapToDouble(i -> Double.parseDouble(cells[i]))
                                .toArray());
            }
        } finally {
            Children.end(server);
        }
    }

    private List<String> run(Client client, String port) throws IOException {
        List<String> command = tools.javaCommand(client.flags, List.of(PACKAGE + "ClientRun", client.library, port));
        Process run = Children.start(new ProcessBuilder(tools.pinned(Pass.LOAD_CORE, command))
                .redirectError(ProcessBuilder.Redirect.INHERIT));
        Children.limit(run, SECONDS_A_RUN);
        List<String> lines = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        if (lines.isEmpty()) {
            throw new IOException("no figures");
        }
        return lines;
    }

    private void row(String client, String shape, List<double[]> rounds) {
        double ratio = median(IntStream.range(0, rounds.size())
                .mapToDouble(round -> lettuce(shape, round) / rounds.get(round)[1])
                .toArray());
        finding.row(List.of(
                client,
                shape,
                "%,.0f".formatted(median(column(rounds, 0))),
                "%,.0f".formatted(median(column(rounds, 1))),
                "%,.0f".formatted(median(column(rounds, 2))),
                "%.2f".formatted(ratio)));
    }

    private double lettuce(String shape, int round) {
        List<double[]> rounds = measured.getOrDefault("lettuce", Map.of()).getOrDefault(shape, List.of());
        return round < rounds.size() ? rounds.get(round)[1] : Double.NaN;
    }

    private static double[] column(List<double[]> rounds, int index) {
        return rounds.stream().mapToDouble(figures -> figures[index]).toArray();
    }

    private static double median(double[] values) {
        return Results.summary(Arrays.stream(values))
                .map(Results.Summary::median)
                .orElse(Double.NaN);
    }
}
