package dev.minato.cli;

import dev.minato.activation.InheritedSockets;
import dev.minato.activation.ServiceManager;
import dev.minato.error.NetException;
import dev.minato.net.InheritedSocket;
import dev.minato.server.ServerObserver;
import dev.minato.services.Binding;
import dev.minato.services.BoundService;
import dev.minato.services.Limits;
import dev.minato.services.Protocol;
import dev.minato.services.Server;
import dev.minato.services.ServiceInfo;
import dev.minato.services.Services;
import dev.minato.task.Signal;
import dev.minato.task.Signals;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.TypeConversionException;

/// The command `minato serve`: opens services, on addresses or on sockets that were handed in, prints the table,
/// and serves until a signal ([ServiceLife]).
///
/// Whatever it says, it says through a [BackgroundWriter]: an output that nobody reads stops no service and no
/// drain.
final class ServeCommand implements Callable<Integer> {
    private static final List<String> POLLING = List.of("epoll", "ring");

    private final PositionalParamSpec arguments = PositionalParamSpec.builder()
            .paramLabel("NAME[/tcp|/udp][=ADDRESS]")
            .index("0..*")
            .arity("0..*")
            .hideParamSyntax(true)
            .type(List.class)
            .auxiliaryTypes(String.class)
            .completionCandidates(Services.all().stream().map(ServiceInfo::name).toList())
            .initialValue(List.of())
            .description("What to serve, and where; if none is named, all but those that minato services lists as only"
                    + " when named. Without a protocol, both that it has; without an address, its default port on"
                    + " 127.0.0.1; port 0 takes any free one.")
            .build();
    private final OptionSpec inetd = Commands.flag("--inetd")
            .description("Serve on standard input, which inetd or a service manager made a socket: a connection until"
                    + " it ends, or a socket that listens. Standard output stays silent.")
            .build();

    private final OptionSpec logFormat = Commands.option("--log", "FORMAT", ServeCommand::logFormat, LogFormat.class)
            .defaultValue("text")
            .completionCandidates(List.of("text", "json"))
            .description("How to log on standard error: text, or json, an object a line: text.")
            .build();

    private final OptionSpec polling = Commands.option("--polling", "WAY", ServeCommand::polling, String.class)
            .completionCandidates(POLLING)
            .description("How event loops wait: epoll, or ring (io_uring), where the system allows it: epoll.")
            .build();

    /// What SIGHUP reads again.
    private final Reloads reloads = new Reloads();

    private final LimitOptions limitOptions = new LimitOptions();
    private final DnsOptions dnsOptions = new DnsOptions();
    private final AccessOptions accessOptions = new AccessOptions();
    private final TlsServerOptions tlsOptions = new TlsServerOptions();
    private final WatchOptions watchOptions = new WatchOptions();
    private final VerbosityOptions verbosity = new VerbosityOptions(
            "Log each connection on standard error: when, whose, how long, how many bytes, and why it ended.",
            "Print neither the table nor the lines of the drain; warnings and failures stay.");

    CommandSpec spec() {
        CommandSpec spec = Commands.command(this, "serve", "minato serve [OPTION]... [NAME[/tcp|/udp][=ADDRESS]]...")
                .addPositional(arguments);
        limitOptions.addTo(spec);
        dnsOptions.addTo(spec);
        tlsOptions.addTo(spec);
        spec.addOption(inetd);
        accessOptions.addTo(spec);
        watchOptions.addTo(spec);
        spec.addOption(logFormat);
        spec.addOption(polling);
        verbosity.addTo(spec);
        spec.addOption(Commands.help());
        spec.usageMessage()
                .description(
                        "Runs services until Ctrl-C or SIGTERM.",
                        "Then it stops listening, drains connections, and exits 0; a second signal exits at once.",
                        "SIGHUP reads certificates and lists again, and says so.",
                        "Sockets that a service manager hands in (LISTEN_FDS) are served instead of new ones: by their"
                                + " names, or in the order of the arguments.",
                        "It exits 3 if a thread that all connections depend on runs out of memory, and 70 if a bug has ended a"
                                + " service; then it drains the others first.")
                .footerHeading(
                        "%nD is a duration such as 500ms, 5s or 1m,%nBYTES a size such as 4096, 64KiB or 256MiB,%nNETWORK an address with a prefix length, such as 10.0.0.0/8, or an address.%n%nExamples:%n")
                .footer(
                        "  minato serve                                   everything",
                        "  minato serve echo/tcp time                     these two, on default ports",
                        "  minato serve echo=localhost:7000 'kv=[::1]:0'  elsewhere",
                        "  minato serve hello=127.0.0.1:0 --verbose       on any free port",
                        "  minato serve dns --upstream 192.0.2.53         a cache for names, in front of a name server",
                        "  minato serve echo/tcp --tls-cert chain.pem --tls-key key.pem",
                        "  systemd-socket-activate -l 7878 minato serve echo/tcp");
        return spec;
    }

    @Override
    public Integer call() throws Failure, NetException, InterruptedException {
        verbosity.check();
        choosePolling(polling.getValue());
        LogFormat.use(logFormat.getValue());
        // The logger is loaded now, while there are descriptors to load it with.
        System.getLogger("dev.minato").isLoggable(System.Logger.Level.WARNING);
        watchOptions.check();
        var log = new PrintedLog(InstantSource.system(), verbosity.isVerbose());
        var out = new BackgroundWriter("standard output", StandardStreams.OUT, System.out.charset());
        List<Binding> bindings = bindings();
        DescriptorLimit.check(SystemLimits.HERE, bindings);
        Limits asked = accessOptions
                .addTo(encrypted(dnsOptions.addTo(limitOptions.limits())))
                .withReservedBytes(watchOptions.memory());
        var limit = ConnectionLimit.of(limitOptions.connections(), bindings, asked, ConnectionLimit.Machine.here());
        Limits limits = asked.withMaxConnections(limit.connections());
        try (var manager = ServiceManager.current();
                var server = Server.open(bindings, limits, ServerObserver.all(List.of(watchOptions.observer(), log)));
                var watch = watchOptions.watch(server, bindings, log, line -> print(out, line))) {
            if (accessOptions.hasLists()) {
                reloads.add("access lists", () -> accessOptions.reload(server));
            }
            var signals = Signals.of(Signal.HUP, Signal.INT, Signal.TERM);
            if (!server.boundServices().isEmpty()) {
                print(out, table(server.boundServices(), limits) + limit.line(bindings));
            }
            print(out, watch.lines());
            var life = new ServiceLife(
                    server, watchOptions.metrics(), signals, manager, reloads, line -> print(out, line), () -> {
                        out.close();
                        StandardError.writer().close();
                    });
            life.run(limits.drainTimeout());
        } finally {
            out.close();
        }
        return 0;
    }

    /// Takes effect because nothing has used the platform yet.
    private static void choosePolling(@Nullable String way) {
        if (way != null) {
            System.setProperty("minato.polling", way);
        }
    }

    private static String polling(String text) {
        if (POLLING.contains(text)) {
            return text;
        }
        throw new TypeConversionException("'" + text + "' is neither epoll nor ring");
    }

    private static LogFormat logFormat(String text) {
        return switch (text) {
            case "text" -> LogFormat.TEXT;
            case "json" -> LogFormat.JSON;
            default -> throw new TypeConversionException("'" + text + "' is neither text nor json");
        };
    }

    /// Those limits with the TLS that the options ask for, whose files SIGHUP reads again.
    private Limits encrypted(Limits limits) throws Failure, NetException {
        Optional<ServerTls> tls = tlsOptions.open();
        tls.ifPresent(each -> reloads.add("certificates", each::reload));
        return tls.map(each -> limits.withTls(each.acceptor())).orElse(limits);
    }

    /// Those of the sockets that were handed in, if there are any.
    private List<Binding> bindings() throws Failure, NetException {
        if (isInetd()) {
            return Activation.inetd(arguments.getValue());
        }
        List<InheritedSocket> sockets = InheritedSockets.take().all();
        return sockets.isEmpty()
                ? BindingReader.read(arguments.getValue())
                : Activation.bindings(sockets, arguments.getValue());
    }

    private boolean isInetd() {
        return inetd.<Boolean>getValue();
    }

    private void print(BackgroundWriter out, String text) {
        // With --inetd, standard output is the peer's.
        if (!verbosity.isQuiet() && !isInetd()) {
            out.print(text);
        }
    }

    private static String table(List<BoundService> services, Limits limits) {
        var table = new Table("SERVICE", "PROTOCOL", "ADDRESS");
        for (BoundService each : services) {
            boolean isEncrypted =
                    each.protocol() == Protocol.TCP && limits.tls().isPresent();
            table.add(each.service(), isEncrypted ? "tls" : each.protocol().toString(), each.place());
        }
        return table.toString();
    }
}
