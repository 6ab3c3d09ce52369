package dev.minato.cli;

import dev.minato.address.IpAddr;
import dev.minato.error.NetException;
import dev.minato.services.dns.DnsCode;
import dev.minato.services.dns.DnsQuestion;
import dev.minato.services.dns.DnsRace;
import dev.minato.services.dns.DnsType;
import dev.minato.services.dns.RacingResolver;
import dev.minato.services.dns.RacingResolverBuilder;
import dev.minato.tls.TlsConnector;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.TypeConversionException;

/// The command `minato dns`: asks all name servers at once, and prints the first good answer.
final class DnsCommand implements Callable<Integer> {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final List<String> TYPES =
            Arrays.stream(DnsType.values()).map(DnsType::name).toList();

    private final PositionalParamSpec name = PositionalParamSpec.builder()
            .paramLabel("NAME")
            .index("0")
            .required(true)
            .hideParamSyntax(true)
            .type(String.class)
            .description("A name, taken as it is given, or an IP address, whose names are asked for (PTR).")
            .build();
    private final PositionalParamSpec type = PositionalParamSpec.builder()
            .paramLabel("TYPE")
            .index("1")
            .required(false)
            .arity("0..1")
            .hideParamSyntax(true)
            .type(DnsType.class)
            .converters(DnsCommand::type)
            .completionCandidates(TYPES)
            .description("One of " + String.join(", ", TYPES) + "; A by default.")
            .build();
    private final OptionSpec servers = OptionSpec.builder("--server", "-s")
            .paramLabel("HOST[:PORT]")
            .arity("1")
            .type(List.class)
            .auxiliaryTypes(String.class)
            .description("Ask this server, on port 53 if none is given. Once for each server; without it those of"
                    + " /etc/resolv.conf are asked.")
            .build();
    private final OptionSpec timeout = Commands.option("--timeout", "D", DurationOption.positive(), Duration.class)
            .description("How long to wait for an answer, retries included: " + DurationOption.text(TIMEOUT)
                    + " by default, or what /etc/resolv.conf says.")
            .build();
    private final OptionSpec tcp =
            Commands.flag("--tcp").description("Ask over TCP from the start.").build();
    private final OptionSpec randomCase = Commands.flag("--0x20")
            .description("Spell the name in upper and lower case at random, and take an answer only if it is spelled"
                    + " alike.")
            .build();
    private final OptionSpec brief = Commands.flag("--short")
            .description("Print the data of the records alone, a line each.")
            .build();
    private final OptionSpec json = Commands.flag("--json")
            .description("Print one object of JSON, on one line.")
            .build();
    private final DnsTlsOptions tls = new DnsTlsOptions();

    CommandSpec spec() {
        CommandSpec spec = Commands.command(this, "dns", "minato dns [OPTION]... NAME [TYPE]")
                .addPositional(name)
                .addPositional(type);
        for (OptionSpec option : List.of(servers, timeout, tcp, randomCase, brief, json)) {
            spec.addOption(option);
        }
        tls.addTo(spec);
        spec.addOption(Commands.help());
        spec.usageMessage()
                .description(
                        "Asks all name servers at once and prints the first good answer, how long each took, and which won.",
                        "Good is NOERROR, and NXDOMAIN, which says that there is no such name: exit code 0, as of dig and kdig. Any other answer counts only if no server gives a good one, and exits 1, as no answer does.")
                .footerHeading("%nD is a duration such as 500ms, 5s or 1m.%n%nExamples:%n")
                .footer(
                        "  minato dns example.org",
                        "  minato dns example.org MX -s 9.9.9.9 -s 1.1.1.1",
                        "  minato dns --short 192.0.2.1",
                        "  minato dns --tls -s dns.quad9.net example.org AAAA",
                        "  minato dns --json example.org HTTPS | jq .records");
        return spec;
    }

    private static DnsType type(String text) {
        return DnsType.of(text)
                .orElseThrow(
                        () -> new TypeConversionException("'" + text + "' is not one of " + String.join(", ", TYPES)));
    }

    @Override
    public Integer call() throws Failure, NetException {
        if (brief.<Boolean>getValue() && json.<Boolean>getValue()) {
            throw Failure.usage("--short and --json exclude each other");
        }
        DnsQuestion question = question();
        try (RacingResolver resolver = resolver()) {
            DnsRace race = resolver.race(question);
            StandardStreams.print(printed(new DnsReport(race)));
            DnsCode code = race.answer().code();
            if (!code.isGood()) {
                throw Failure.refused("no server has a good answer: " + code + " from " + race.winner());
            }
        }
        return 0;
    }

    private String printed(DnsReport report) {
        if (json.<Boolean>getValue()) {
            return report.json();
        }
        return brief.<Boolean>getValue() ? report.brief() : report.text();
    }

    private DnsQuestion question() throws Failure {
        String text = name.getValue();
        Optional<DnsType> asked = Optional.ofNullable(type.<@Nullable DnsType>getValue());
        Optional<IpAddr> address = address(text);
        if (address.isPresent() && asked.orElse(DnsType.PTR) != DnsType.PTR) {
            throw Failure.usage("an address has names (PTR) only, no " + asked.get());
        }
        try {
            return address.isPresent()
                    ? DnsQuestion.reverse(address.get())
                    : new DnsQuestion(text, asked.orElse(DnsType.A));
        } catch (IllegalArgumentException e) {
            throw Failure.usage(Commands.text(e));
        }
    }

    private static Optional<IpAddr> address(String text) {
        try {
            return Optional.of(IpAddr.parse(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private RacingResolver resolver() throws Failure, NetException {
        Optional<Duration> limit = Optional.ofNullable(timeout.<@Nullable Duration>getValue());
        Optional<TlsConnector> connector = tls.connector(limit.orElse(TIMEOUT));
        List<String> named =
                Optional.ofNullable(servers.<@Nullable List<String>>getValue()).orElse(List.of());
        RacingResolverBuilder builder = RacingResolver.builder().cache(0, 0).randomCase(randomCase.<Boolean>getValue());
        DnsServers.addTo(builder, named, tls.name(), limit);
        connector.ifPresent(builder::tls);
        if (tcp.<Boolean>getValue()) {
            builder.tcp();
        }
        return builder.build();
    }
}
