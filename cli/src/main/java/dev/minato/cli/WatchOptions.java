package dev.minato.cli;

import dev.minato.address.AddressParseException;
import dev.minato.address.HostPort;
import dev.minato.error.NetException;
import dev.minato.server.ServerMetrics;
import dev.minato.server.ServerObserver;
import dev.minato.services.Binding;
import dev.minato.services.Protocol;
import dev.minato.services.Server;
import dev.minato.services.dashboard.ConnectionHistory;
import dev.minato.services.dashboard.Dashboard;
import dev.minato.services.metrics.MetricsEndpoint;
import dev.minato.services.metrics.ServerFamilies;
import java.io.Console;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// The options of `minato serve` that show what it does, and what they ask for. It is counted in any case, for the
/// line at the end.
///
/// ```
///  observer ──▶ the server opens ──▶ watch: what shows it opens, and closes before the server does
/// ```
final class WatchOptions {
    private static final ITypeConverter<String> TEXT = text -> text;
    private static final String LOOPBACK = "127.0.0.1:";

    private final OptionSpec stats = Commands.flag("--stats")
            .description("Show once a second what each service does: connections, requests, bytes, how long"
                    + " requests take, and which connections are slow.")
            .build();
    private final OptionSpec metricsAddress =
            address("--metrics", "Answer GET /metrics over HTTP at ADDRESS, for Prometheus");
    private final OptionSpec dashboardAddress = address("--dashboard", "Show a live page at ADDRESS, for a browser");
    private final OptionSpec consolePath = Commands.option("--console", "PATH", TEXT, String.class)
            .description("Open a console at the Unix socket PATH, for minato console: nowhere. It answers the user"
                    + " that runs it, and root.")
            .build();

    private final ServerMetrics metrics = new ServerMetrics();

    /// Made with the platform's clock, which a command line that is wrong must not ask for.
    private Optional<ConnectionHistory> history = Optional.empty();

    private static OptionSpec address(String name, String what) {
        return Commands.option(name, "ADDRESS", TEXT, String.class)
                .description(what + "; a port alone is one of 127.0.0.1. Whoever can connect reads it: nowhere.")
                .build();
    }

    void addTo(CommandSpec spec) {
        spec.addOption(stats)
                .addOption(metricsAddress)
                .addOption(dashboardAddress)
                .addOption(consolePath);
    }

    /// What was counted of the server.
    ServerMetrics metrics() {
        return metrics;
    }

    /// Returns what has to observe the server.
    ServerObserver observer() {
        history = given(dashboardAddress).map(_ -> new ConnectionHistory());
        return history.map(each -> ServerObserver.all(List.of(metrics, each))).orElse(metrics);
    }

    /// Returns how many bytes of the heap what was asked for holds at most.
    long memory() {
        return (given(metricsAddress).isPresent() ? MetricsEndpoint.MAX_BYTES : 0)
                + (given(dashboardAddress).isPresent() ? Dashboard.MAX_BYTES : 0)
                + (given(consolePath).isPresent() ? ConsoleServer.MAX_BYTES : 0);
    }

    /// Throws if an address is malformed.
    void check() throws Failure {
        for (OptionSpec option : List.of(metricsAddress, dashboardAddress)) {
            if (given(option).isPresent()) {
                String _ = checked(option, given(option).get());
            }
        }
    }

    /// Opens what was asked for, for a server that is open; `out` takes whole lines for standard output.
    ///
    /// @param bindings what it serves
    /// @param log what the console switches on and off
    /// @throws Failure if an address is malformed
    Watch watch(Server server, List<Binding> bindings, PrintedLog log, Consumer<String> out)
            throws Failure, NetException {
        server.boundServices().stream()
                .filter(each -> each.protocol() == Protocol.TCP)
                .forEach(each -> metrics.add(each.service()));
        var watch = new Watch();
        try {
            open(watch, server, out);
            openConsole(watch, new ConsoleCommands(server, metrics, log, new ConsoleLimits(server, bindings)));
            return watch;
        } catch (Throwable failed) {
            watch.close();
            throw failed;
        }
    }

    private void open(Watch watch, Server server, Consumer<String> out) throws Failure, NetException {
        Optional<String> forPrometheus = given(metricsAddress);
        if (forPrometheus.isPresent()) {
            var families = new ServerFamilies(metrics, server::datagramCounts);
            var page = MetricsEndpoint.open(
                    checked(metricsAddress, forPrometheus.get()),
                    List.of(families, server::dnsMetrics, ProcessFamilies::all));
            watch.add(page::close, String.format("metrics at http://%s/metrics%n", page.address()));
        }
        Optional<String> forBrowsers = given(dashboardAddress);
        if (forBrowsers.isPresent()) {
            var page = Dashboard.open(
                    checked(dashboardAddress, forBrowsers.get()), server, metrics, history.orElseThrow());
            watch.add(page::close, String.format("dashboard at http://%s/%n", page.address()));
        }
        if (stats.<Boolean>getValue()) {
            boolean isTerminal = Optional.ofNullable(System.console())
                    .filter(Console::isTerminal)
                    .isPresent();
            watch.add(new LiveStats(server, metrics, isTerminal, out)::close, "");
        }
    }

    private void openConsole(Watch watch, ConsoleCommands console) throws NetException {
        Optional<String> path = given(consolePath);
        if (path.isPresent()) {
            watch.add(ConsoleServer.open(path.get(), console)::close, String.format("console at %s%n", path.get()));
        }
    }

    private static Optional<String> given(OptionSpec option) {
        return Optional.ofNullable(option.<@Nullable String>getValue());
    }

    private static String checked(OptionSpec option, String text) throws Failure {
        boolean isPort = !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
        try {
            return HostPort.parse(isPort ? LOOPBACK + text : text).toString();
        } catch (AddressParseException e) {
            throw Failure.usage(option.longestName() + ": " + e.getMessage());
        }
    }
}
