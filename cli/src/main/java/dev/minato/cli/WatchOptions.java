package dev.minato.cli;

import dev.minato.address.AddressParseException;
import dev.minato.address.HostPort;
import dev.minato.error.NetException;
import dev.minato.server.ServerMetrics;
import dev.minato.server.ServerObserver;
import dev.minato.services.Protocol;
import dev.minato.services.Server;
import dev.minato.services.metrics.MetricsEndpoint;
import dev.minato.services.metrics.ServerFamilies;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// The options of `minato serve` that show from outside what it does, and what they ask for.
///
/// ```
///  observer ──▶ the server opens ──▶ watch: what shows it opens, and closes before the server does
/// ```
final class WatchOptions {
    private static final ITypeConverter<String> TEXT = text -> text;
    private static final String LOOPBACK = "127.0.0.1:";

    private final OptionSpec metricsAddress = Commands.option("--metrics", "ADDRESS", TEXT, String.class)
            .description("Answer GET /metrics over HTTP at ADDRESS, for Prometheus; a port alone is one of 127.0.0.1."
                    + " Whoever can connect reads it: nowhere.")
            .build();

    private final ServerMetrics metrics = new ServerMetrics();

    void addTo(CommandSpec spec) {
        spec.addOption(metricsAddress);
    }

    /// Returns what has to observe the server.
    ServerObserver observer() {
        return metricsAddress().isPresent() ? metrics : ServerObserver.SILENT;
    }

    /// Throws if an address is malformed.
    void check() throws Failure {
        if (metricsAddress().isPresent()) {
            String _ = checked(metricsAddress, metricsAddress().get());
        }
    }

    /// Opens what was asked for, for a server that is open.
    ///
    /// @throws Failure if an address is malformed
    Watch watch(Server server) throws Failure, NetException {
        Optional<String> address = metricsAddress();
        if (address.isEmpty()) {
            return new Watch(Optional.empty());
        }
        server.boundServices().stream()
                .filter(each -> each.protocol() == Protocol.TCP)
                .forEach(each -> metrics.add(each.service()));
        var families = new ServerFamilies(metrics, server::datagramCounts);
        return new Watch(Optional.of(MetricsEndpoint.open(
                checked(metricsAddress, address.get()), List.of(families, ProcessFamilies::all))));
    }

    private Optional<String> metricsAddress() {
        return Optional.ofNullable(metricsAddress.<@Nullable String>getValue());
    }

    private static String checked(OptionSpec option, String text) throws Failure {
        boolean isPort = !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
        try {
            return HostPort.parse(isPort ? LOOPBACK + text : text).toString();
        } catch (AddressParseException e) {
            throw Failure.usage(option.longestName() + ": " + e.getMessage());
        }
    }

    /// What shows a server while it is served and drains.
    ///
    /// @param metrics the page for Prometheus
    record Watch(Optional<MetricsEndpoint> metrics) implements AutoCloseable {
        /// Returns what `serve` says about it, a line each; nothing for nothing.
        String lines() {
            return metrics.map(page -> String.format("metrics at http://%s/metrics%n", page.address()))
                    .orElse("");
        }

        @Override
        public void close() {
            metrics.ifPresent(MetricsEndpoint::close);
        }
    }
}
