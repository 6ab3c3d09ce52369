package dev.minato.cli;

import dev.minato.error.NetException;
import dev.minato.services.Binding;
import dev.minato.services.BoundService;
import dev.minato.services.ConnectionLog;
import dev.minato.services.Limits;
import dev.minato.services.Server;
import dev.minato.services.ServiceInfo;
import dev.minato.services.Services;
import dev.minato.task.Signal;
import dev.minato.task.Signals;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// The command `minato serve`: runs services until a signal, then drains.
///
/// ```
/// open ──▶ print the table ──signal──▶ drain ──▶ exit 0
///                                        └──signal──▶ exit 130 or 143, at once
/// ```
///
/// Whatever it says, it says through a [BackgroundWriter]: an output that nobody reads stops no service and no
/// drain.
final class ServeCommand implements Callable<Integer> {
    private static final Limits DEFAULT = Limits.DEFAULT;

    private final PositionalParamSpec arguments = PositionalParamSpec.builder()
            .paramLabel("NAME[/tcp|/udp][=ADDRESS]")
            .index("0..*")
            .arity("0..*")
            .hideParamSyntax(true)
            .type(List.class)
            .auxiliaryTypes(String.class)
            .completionCandidates(Services.all().stream().map(ServiceInfo::name).toList())
            .initialValue(List.of())
            .description("What to serve, and where; every service if none is named. Without a protocol, both that it"
                    + " has; without an address, its default port on 127.0.0.1; port 0 takes any free one.")
            .build();
    private final OptionSpec maxConnections = Commands.option(
                    "--max-connections", "N", SizeOption.count(Integer.MAX_VALUE), Long.class)
            .defaultValue(Integer.toString(DEFAULT.maxConnections()))
            .description(
                    "Open TCP connections of all services together; others wait: " + DEFAULT.maxConnections() + ".")
            .build();
    private final OptionSpec idleTimeout = duration(
            "--idle-timeout", DurationOption.positive(), "How long a connection may be idle", DEFAULT.idleTimeout());
    private final OptionSpec requestTimeout = duration(
            "--request-timeout",
            DurationOption.positive(),
            "How long a line or head may take to arrive",
            DEFAULT.requestTimeout());
    private final OptionSpec writeTimeout = duration(
            "--write-timeout", DurationOption.positive(), "How long a client may not read", DEFAULT.writeTimeout());
    private final OptionSpec maxLine = bytes(
            "--max-line", SizeOption.bytes(Limits.MAX_LINE), "Longest line that line and kv accept", DEFAULT.maxLine());
    private final OptionSpec kvMaxBytes = bytes(
            "--kv-max-bytes",
            SizeOption.bytes(Limits.maxOfKv(), "half the heap"),
            "How much kv stores, half the heap at most",
            DEFAULT.kvMaxBytes());
    private final OptionSpec maxAnswers = Commands.option(
                    "--max-answers", "N", SizeOption.count(Integer.MAX_VALUE), Long.class)
            .defaultValue(Integer.toString(DEFAULT.maxAnswers()))
            .description("Datagrams of one peer that a UDP service answers per second; others are dropped: "
                    + DEFAULT.maxAnswers() + ".")
            .build();
    private final OptionSpec drainTimeout = duration(
            "--drain-timeout",
            DurationOption.orZero(),
            "How long connections may finish after the signal",
            DEFAULT.drainTimeout());
    private final VerbosityOptions verbosity = new VerbosityOptions(
            "Log each connection on standard error: when, whose, how long, how many bytes, and why it ended.",
            "Print neither the table nor the line of the drain; warnings and failures stay.");

    private static OptionSpec duration(String name, DurationOption converter, String what, Duration usual) {
        String text = DurationOption.text(usual);
        return Commands.option(name, "D", converter, Duration.class)
                .defaultValue(text)
                .description(what + ": " + text + ".")
                .build();
    }

    private static OptionSpec bytes(String name, SizeOption converter, String what, long usual) {
        String text = SizeOption.text(usual);
        return Commands.option(name, "BYTES", converter, Long.class)
                .defaultValue(text)
                .description(what + ": " + text + ".")
                .build();
    }

    CommandSpec spec() {
        CommandSpec spec = Commands.command(this, "serve", "minato serve [OPTION]... [NAME[/tcp|/udp][=ADDRESS]]...")
                .addPositional(arguments);
        for (var option : List.of(
                maxConnections,
                idleTimeout,
                requestTimeout,
                writeTimeout,
                maxLine,
                kvMaxBytes,
                maxAnswers,
                drainTimeout)) {
            spec.addOption(option);
        }
        verbosity.addTo(spec);
        spec.addOption(Commands.help());
        spec.usageMessage()
                .description(
                        "Runs services until Ctrl-C or SIGTERM.",
                        "Then it stops listening, drains connections, and exits 0; a second signal exits at once.",
                        "It exits 3 if a thread that all connections depend on runs out of memory.")
                .footerHeading(
                        "%nD is a duration such as 500ms, 5s or 1m,%nBYTES a size such as 4096, 64KiB or 256MiB.%n%nExamples:%n")
                .footer(
                        "  minato serve                                   everything",
                        "  minato serve echo/tcp time                     these two, on their default ports",
                        "  minato serve echo=localhost:7000 'kv=[::1]:0'  elsewhere",
                        "  minato serve hello=127.0.0.1:0 --verbose       on any free port");
        return spec;
    }

    @Override
    public Integer call() throws Failure, NetException, InterruptedException {
        verbosity.check();
        Limits limits = limits();
        // The logger is loaded now, while there are descriptors to load it with.
        System.getLogger("dev.minato").isLoggable(System.Logger.Level.WARNING);
        ConnectionLog log = verbosity.isVerbose() ? new PrintedLog(InstantSource.system()) : ConnectionLog.SILENT;
        var out = new BackgroundWriter("standard output", StandardStreams.OUT, System.out.charset());
        List<Binding> bindings = BindingReader.read(arguments.getValue());
        DescriptorLimit.check(SystemLimits.HERE, bindings);
        DescriptorLimit.warning(SystemLimits.HERE, bindings, limits.maxConnections())
                .ifPresent(text -> StandardError.println("minato: " + text));
        try (var server = Server.open(bindings, limits, log)) {
            var signals = Signals.of(Signal.INT, Signal.TERM);
            print(out, table(server.boundServices()));
            Signal signal = signals.await();
            exitAtNext(signals, out);
            print(out, drainingLine(signal, server.connections(), limits.drainTimeout()));
            server.drain();
        } finally {
            out.close();
        }
        return 0;
    }

    private void print(BackgroundWriter out, String text) {
        if (!verbosity.isQuiet()) {
            out.print(text);
        }
    }

    private Limits limits() throws Failure {
        try {
            return new Limits(
                    maxConnections.<Long>getValue().intValue(),
                    idleTimeout.getValue(),
                    requestTimeout.getValue(),
                    writeTimeout.getValue(),
                    maxLine.<Long>getValue().intValue(),
                    kvMaxBytes.getValue(),
                    maxAnswers.<Long>getValue().intValue(),
                    drainTimeout.getValue());
        } catch (IllegalArgumentException e) {
            throw Failure.usage(Commands.text(e));
        }
    }

    private static String table(List<BoundService> services) {
        var table = new Table("SERVICE", "PROTOCOL", "ADDRESS");
        for (BoundService each : services) {
            table.add(each.service(), each.protocol().toString(), each.address().toString());
        }
        return table.toString();
    }

    private static String drainingLine(Signal signal, int connections, Duration drainTimeout) {
        return String.format(
                "SIG%s: draining %d %s for at most %s%n",
                signal,
                connections,
                connections == 1 ? "connection" : "connections",
                DurationOption.text(drainTimeout));
    }

    /// The signals stay taken until the process ends, so that one that comes late cannot spoil the exit code.
    private static void exitAtNext(Signals signals, BackgroundWriter out) {
        Thread.ofPlatform().daemon().name("second-signal").start(() -> {
            try {
                Signal second = signals.await();
                out.close();
                StandardError.writer().close();
                Runtime.getRuntime().halt(second.exitCode());
            } catch (InterruptedException | NetException e) {
                throw new AssertionError("nobody interrupts this thread or closes the signals", e);
            }
        });
    }
}
