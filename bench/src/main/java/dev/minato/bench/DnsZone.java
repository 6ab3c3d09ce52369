package dev.minato.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// A thousand names in a zone, the name server that knows them, and the questions of a load, a line each.
///
/// @param server Knot, which has authority for the zone
/// @param questions the file with the questions
record DnsZone(Server server, Path questions) implements AutoCloseable {
    static final int NAMES = 1_000;

    /// Starts the server on the core of the load: once its answers are in a cache it has nothing to do.
    static DnsZone serve(Tools tools) throws IOException, SkippedException {
        Path folder = Files.createTempDirectory("minato-bench-dns");
        Path zone = Files.writeString(
                folder.resolve("bench.test.zone"),
                "$ORIGIN bench.test.\n$TTL 86400\n@ IN SOA ns1 master 1 7200 900 1209600 60\n@ IN NS ns1\nns1 IN A 127.0.0.1\n"
                        + lines("n%1$d IN A 192.0.2.%2$d\n"));
        Path questions = Files.writeString(folder.resolve("questions"), lines("n%1$d.bench.test A\n"));
        var knot = candidate("knot", List.of("knot", Integer.toString(Ports.free()), zone.toString()));
        return new DnsZone(Server.start(knot, tools, Pass.LOAD_CORE, List.of()), questions);
    }

    private static String lines(String format) {
        return IntStream.range(0, NAMES)
                .mapToObj(i -> format.formatted(i, i % 250 + 1))
                .collect(Collectors.joining());
    }

    /// A server of the script for name servers.
    static Candidate candidate(String name, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of("dns-server"));
        command.addAll(arguments);
        return new Candidate(name, Protocol.UDP, Candidate.Turn.EVERY, Candidate.Kind.SCRIPT, command);
    }

    @Override
    public void close() {
        server.close();
    }
}
