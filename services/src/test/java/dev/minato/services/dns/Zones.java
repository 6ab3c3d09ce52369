package dev.minato.services.dns;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Ten zones for name servers, `z0.test.` to `z9.test.`, in files of a folder, and what can be asked of them.
///
/// Each has a hundred names `n0` to `n99`, ten of each type that only a zone's own name does not have,
/// wildcards, chains of aliases, texts that a datagram has no room for, and names in mixed case.
final class Zones {
    /// The zones.
    static final List<String> NAMES =
            IntStream.range(0, 10).mapToObj(i -> "z" + i + ".test").toList();

    private static final List<DnsType> TYPES = List.of(
            DnsType.A,
            DnsType.AAAA,
            DnsType.MX,
            DnsType.TXT,
            DnsType.SRV,
            DnsType.CAA,
            DnsType.SVCB,
            DnsType.HTTPS,
            DnsType.PTR,
            DnsType.CNAME);
    private static final int SIZE = 100;

    /// In a row; Knot gives up after five.
    private static final int ALIASES = 4;

    private static final String HEAD = """
            $TTL 3600
            @ IN SOA ns1 Host\\.master 2026113001 7200 900 1209600 60
            @ IN NS ns1
            @ IN NS ns2
            @ IN MX 10 ns1
            @ IN TXT "v=spf1 -all"
            ns1 IN A 127.0.0.1
            ns2 IN A 127.0.0.2
            """;
    private static final String REST = """
            *.wild 60 IN A 192.0.2.77
            *.wild 60 IN TXT "a wildcard's"
            dangling 60 IN CNAME nowhere
            c4 60 IN A 192.0.2.66
            c4 60 IN A 192.0.2.67
            esc\\.aped 60 IN TXT "a dot in the label"
            Mixed.Case 60 IN AAAA 2001:DB8:0:0::00FF
            """;

    private Zones() {}

    /// Writes the files, each by the name of its zone and `.zone`.
    static void write(Path folder) throws IOException {
        for (String zone : NAMES) {
            Files.writeString(folder.resolve(zone + ".zone"), text(zone), US_ASCII);
        }
    }

    private static String text(String zone) {
        var text = new StringBuilder("$ORIGIN " + zone + ".\n").append(HEAD);
        for (int i = 0; i < SIZE; i++) {
            DnsType type = TYPES.get(i % TYPES.size());
            text.append("n%d %d IN %s %s\n".formatted(i, 300 + i, type, data(type, i)));
        }
        for (int i = 0; i < ALIASES; i++) {
            text.append("c%d 60 IN CNAME c%d\n".formatted(i, i + 1));
        }
        for (char letter = 'a'; letter < 'm'; letter++) {
            text.append("long 60 IN TXT \"").repeat(letter, 250).append("\"\n");
        }
        return text.append(REST).toString();
    }

    private static String data(DnsType type, int i) {
        return switch (type) {
            case A -> "192.0.2." + (i + 1);
            case AAAA -> "2001:db8::%x".formatted(i);
            case MX -> i % 50 + " mail" + i;
            case TXT -> "\"text %d\" \"a\\\"b\\\\c\\;d \\195\\169\" \"\"".formatted(i);
            case SRV -> "1 %d %d host%d".formatted(i % 9, 5000 + i, i);
            case CAA -> (i % 20 < 10 ? 0 : 128) + " issue \"ca%d.example; x=y\"".formatted(i);
            case SVCB ->
                "%d svc%d alpn=h2,h3 port=%d ipv4hint=192.0.2.%d ipv6hint=2001:db8::%x"
                        .formatted(1 + i % 3, i, 8000 + i, i + 1, i);
            case HTTPS -> i % 20 < 10 ? "0 www" + i : "1 . alpn=h3 no-default-alpn ech=AAEC key667=hello";
            case PTR -> "Host-%d.Example".formatted(i);
            case CNAME -> "n" + (i - 9);
            case NS, SOA -> throw new AssertionError("only a zone's own name has " + type);
        };
    }

    /// A thousand questions and some more: for each name the type that it has.
    static List<DnsQuestion> questions() {
        List<DnsQuestion> questions = new ArrayList<>();
        for (String zone : NAMES) {
            for (int i = 0; i < SIZE; i++) {
                questions.add(new DnsQuestion("n" + i + "." + zone, TYPES.get(i % TYPES.size())));
            }
            for (String special : SPECIAL) {
                String[] parts = special.split(" ", -1);
                String name = parts[0].equals("@") ? zone : parts[0] + "." + zone;
                questions.add(new DnsQuestion(name, DnsType.of(parts[1]).orElseThrow()));
            }
        }
        return questions;
    }

    private static final List<String> SPECIAL = List.of(
            "@ SOA",
            "@ NS",
            "@ MX",
            "@ TXT",
            "@ A",
            "any.wild A",
            "deep.any.WILD TXT",
            "any.wild MX",
            "wild A",
            "long TXT",
            "c0 A",
            "c3 CNAME",
            "c0 AAAA",
            "n9 A",
            "dangling A",
            "esc\\.aped TXT",
            "mixed.case AAAA",
            "MIXED.CASE AAAA",
            "nowhere A",
            "n0 MX");

    /// The questions as `dig -f` and dnsperf read them, a line each.
    static String lines(Stream<DnsQuestion> questions) {
        var text = new StringBuilder();
        questions.forEach(each -> text.append(each).append('\n'));
        return text.toString();
    }
}
