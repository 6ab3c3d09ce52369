package dev.minato.bench;

import dev.minato.address.Ipv4Addr;
import dev.minato.address.SocketAddr;
import dev.minato.error.NetException;
import dev.minato.services.dns.DnsQuestion;
import dev.minato.services.dns.DnsType;
import dev.minato.services.dns.RacingResolver;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;

/// How long an answer takes that a racing resolver gets from one name server, alone, and beside one that is
/// dead and one that never answers: a resolver that asks one after the other waits for those first.
final class DnsRaces {
    private static final int QUESTIONS = 2_000;
    private static final int WARM = 3_000;

    private final Tools tools;
    private final int rounds;
    private final Finding finding = new Finding(
            "Names: time of an answer over UDP, past the cache", List.of("servers", "p50 µs", "p99 µs", "longest µs"));

    DnsRaces(Options options, Tools tools) {
        this.tools = tools;
        this.rounds = options.rounds();
    }

    Finding measure() throws InterruptedException {
        finding.measure("races", () -> {
            try (DnsZone zone = DnsZone.serve(tools);
                    var silent = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
                var healthy = local(zone.server().port());
                var others = List.of(dead(), local(silent.getLocalPort()), healthy);
                List<List<Long>> alone = new ArrayList<>();
                List<List<Long>> beside = new ArrayList<>();
                for (int round = 0; round < rounds; round++) {
                    alone.add(times(List.of(healthy)));
                    beside.add(times(others));
                }
                row("one that answers", alone);
                row("the same, one that is dead, and one that is silent", beside);
            }
        });
        return finding;
    }

    private static SocketAddr local(int port) {
        return SocketAddr.of(Ipv4Addr.LOCALHOST, port);
    }

    /// A port that nobody listens on.
    private static SocketAddr dead() throws SocketException {
        try (var socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            return local(socket.getLocalPort());
        }
    }

    /// Returns how long each question took, in nanoseconds, sorted.
    private static List<Long> times(List<SocketAddr> servers) throws IOException {
        var builder = RacingResolver.builder().cache(0, 0);
        servers.forEach(builder::server);
        List<Long> times = new ArrayList<>();
        try (RacingResolver resolver = builder.build()) {
            for (int i = 0; i < WARM + QUESTIONS; i++) {
                var question = new DnsQuestion("n" + i % DnsZone.NAMES + ".bench.test", DnsType.A);
                long start = System.nanoTime();
                var _ = resolver.ask(question);
                if (i >= WARM) {
                    times.add(System.nanoTime() - start);
                }
            }
        } catch (NetException e) {
            throw new IOException(e);
        }
        return times.stream().sorted().toList();
    }

    /// The round with the median of the medians.
    private void row(String what, List<List<Long>> all) {
        List<Long> times = all.stream()
                .sorted((one, other) -> Long.compare(percentile(one, 50), percentile(other, 50)))
                .toList()
                .get(all.size() / 2);
        finding.row(List.of(
                what,
                "%,.0f".formatted(percentile(times, 50) / 1e3),
                "%,.0f".formatted(percentile(times, 99) / 1e3),
                "%,.0f".formatted(times.getLast() / 1e3)));
        finding.figure(what, (double) percentile(times, 50));
    }

    private static long percentile(List<Long> sorted, int percent) {
        return sorted.get(Math.min(sorted.size() - 1, sorted.size() * percent / 100));
    }
}
