package dev.minato.services.dns;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.minato.address.IpAddr;
import dev.minato.address.SocketAddr;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What `dig` and `kdig` say, as lines that can be compared: a code, and records as zone files have them,
/// sorted, with owners in small letters.
final class Dig {
    private static final Pattern STATUS = Pattern.compile("(?m)^;; ->>HEADER<<- .*status: (\\w+)[,;]");
    private static final Pattern HINT = Pattern.compile("ipv6hint=([0-9a-f:]+)");
    private static final Pattern SPACES = Pattern.compile("[ \\t]+");

    private Dig() {}

    /// Runs it with many questions in one process; returns the answer to each, in their order.
    static List<Answer> dig(SocketAddr server, List<DnsQuestion> questions) throws Exception {
        List<String> command = new ArrayList<>(List.of(NameServer.tool("dig"), "@127.0.0.1", "-p"));
        command.add(Integer.toString(server.port()));
        command.addAll(List.of("-f", "-", "+noall", "+comments", "+answer", "+authority", "+nocookie"));
        return answers(run(command, Zones.lines(questions.stream())), "(?m)^;; Got answer:$");
    }

    /// As [#dig], with `kdig` and its own options.
    static List<Answer> kdig(SocketAddr server, List<DnsQuestion> questions, String... options) throws Exception {
        List<String> command = new ArrayList<>(List.of(NameServer.tool("kdig"), "@127.0.0.1", "-p"));
        command.add(Integer.toString(server.port()));
        command.addAll(List.of("+noall", "+header", "+answer", "+authority"));
        command.addAll(List.of(options));
        questions.forEach(
                each -> command.addAll(List.of(each.name(), each.type().name())));
        return answers(run(command, ""), "(?m)^(?=;; ->>HEADER)");
    }

    static String run(List<String> command, String input) throws Exception {
        // What it says there, such as that it asks again, would stand in the midst of a line.
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        Thread.ofVirtual().start(() -> {
            try (var stdin = process.outputWriter(UTF_8)) {
                stdin.write(input);
            } catch (IOException ended) {
                // What it has printed says the rest.
            }
        });
        try {
            return new String(process.getInputStream().readAllBytes(), UTF_8);
        } finally {
            process.destroyForcibly();
        }
    }

    private static List<Answer> answers(String output, String separator) {
        List<Answer> answers = new ArrayList<>();
        for (String part : output.split(separator, -1)) {
            var status = STATUS.matcher(part);
            if (status.find()) {
                answers.add(new Answer(status.group(1), records(part)));
            }
        }
        return answers;
    }

    private static List<String> records(String text) {
        return sorted(text.lines().filter(line -> !line.isBlank() && !line.startsWith(";")));
    }

    private static List<String> sorted(Stream<String> records) {
        var sorted = new TreeSet<String>();
        records.map(Dig::normal).forEach(sorted::add);
        return List.copyOf(sorted);
    }

    /// `n7.z1.test. 300 IN A 192.0.2.1`, with the owner in small letters and without the TTL, which caches
    /// count down.
    private static String normal(String line) {
        String[] fields = SPACES.split(line, 5);
        return fields[0].toLowerCase(Locale.ROOT) + " " + fields[3] + " " + data(fields[3], fields[4].strip());
    }

    /// Names in data are compared without case, too: a server may spell them as the question does.
    /// `alpn=h2` is the same without quotes, and an IPv6 address with all its zeros.
    private static String data(String type, String data) {
        return switch (type) {
            case "TXT", "CAA" -> data;
            case "SVCB", "HTTPS" ->
                HINT.matcher(data.toLowerCase(Locale.ROOT).replace("\"", ""))
                        .replaceAll(hint -> "ipv6hint=" + IpAddr.parse(hint.group(1)));
            default -> data.toLowerCase(Locale.ROOT);
        };
    }

    /// The answer of a library, in the same form.
    static Answer of(DnsAnswer answer) {
        return new Answer(
                answer.code().name(),
                sorted(Stream.concat(answer.records().stream(), answer.authority().stream())
                        .map(DnsRecord::toString)));
    }

    /// @param status such as `NXDOMAIN`
    /// @param records those of the answer and of the authority section
    record Answer(String status, List<String> records) {}
}
