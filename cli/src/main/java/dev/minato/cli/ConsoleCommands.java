package dev.minato.cli;

import dev.minato.error.NetException;
import dev.minato.server.Connection;
import dev.minato.server.ConnectionActivity;
import dev.minato.server.ConnectionStats;
import dev.minato.server.ServerMetrics;
import dev.minato.server.ServiceCounts;
import dev.minato.services.Server;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/// The commands of the debug console of a server: each takes a line and returns a text. For many tasks at
/// once.
final class ConsoleCommands {
    /// The most connections that are listed.
    private static final int MAX_LISTED = 500;

    private static final int THREADS = 50;
    private static final int MAX_THREADS = 1000;

    private static final List<List<String>> HELP = List.of(
            List.of("connections [SERVICE]", "who is connected, and what each does now; at most " + MAX_LISTED),
            List.of("kill ID", "close a connection, whatever it does"),
            List.of("limits", "the limits, and which of them can change"),
            List.of("limits NAME VALUE", "change one; it is for who comes from now on"),
            List.of("log", "what is logged on standard error"),
            List.of("log LEVEL", "log from debug, info, warning or error on, or off"),
            List.of("log connections on|off", "log each connection, as serve --verbose does"),
            List.of("stats", "what was served since the start"),
            List.of("threads [N]", "stacks of " + THREADS + " threads, or N; those of handlers first"),
            List.of("help", "this"),
            List.of("quit", "leave; the server goes on"));

    private final Server server;
    private final ServerMetrics metrics;
    private final PrintedLog log;
    private final ConsoleLimits limits;

    ConsoleCommands(Server server, ServerMetrics metrics, PrintedLog log, ConsoleLimits limits) {
        this.server = server;
        this.metrics = metrics;
        this.log = log;
        this.limits = limits;
    }

    /// Runs a command; returns what it says, lines that end in a newline.
    ///
    /// @throws Failure if it is no command, or cannot be done
    String run(String line) throws Failure, NetException, InterruptedException {
        List<String> words = List.of(line.strip().split("\\s+"));
        List<String> arguments = words.subList(1, words.size());
        return switch (words.getFirst()) {
            case "connections" -> connections(atMostOne(words, arguments));
            case "kill" -> kill(atMostOne(words, arguments));
            case "limits" -> limits.run(arguments);
            case "log" -> log(arguments);
            case "stats" -> stats(words);
            case "threads" -> threads(atMostOne(words, arguments));
            case "help" -> help();
            default -> throw Failure.usage("unknown command '" + words.getFirst() + "' (help lists them)");
        };
    }

    private static String atMostOne(List<String> words, List<String> arguments) throws Failure {
        if (arguments.size() > 1) {
            throw Failure.usage(words.getFirst() + " takes one argument at most");
        }
        return arguments.isEmpty() ? "" : arguments.getFirst();
    }

    private String connections(String service) {
        List<Connection> open = server.openConnections().stream()
                .filter(each -> service.isEmpty() || each.service().equals(service))
                .sorted(Comparator.comparingLong(Connection::id))
                .toList();
        var table = new Table("ID", "SERVICE", "PEER", "AGE", "IN", "OUT", "REQUESTS", "DOES");
        open.stream().limit(MAX_LISTED).forEach(each -> add(table, each, each.stats()));
        String more = open.size() <= MAX_LISTED ? "" : "and " + (open.size() - MAX_LISTED) + " more\n";
        return open.isEmpty() ? "no connections\n" : table + more;
    }

    private static void add(Table table, Connection connection, ConnectionStats stats) {
        table.add(
                Long.toString(connection.id()),
                connection.service(),
                connection.peerName(),
                Amount.time(stats.age().toNanos()),
                Amount.bytes(stats.bytesIn()),
                Amount.bytes(stats.bytesOut()),
                Long.toString(stats.requests()),
                activity(stats.activity()));
    }

    private static String activity(ConnectionActivity activity) {
        String since = activity.since().isZero()
                ? ""
                : " for " + Amount.time(activity.since().toNanos());
        return activity.kind() + since;
    }

    private String kill(String id) throws Failure {
        if (id.isEmpty()) {
            throw Failure.usage("kill needs the ID of a connection (connections lists them)");
        }
        for (Connection connection : server.openConnections()) {
            if (Long.toString(connection.id()).equals(id)) {
                connection.close();
                return "closed " + id + ", " + connection + "\n";
            }
        }
        throw Failure.refused("there is no connection " + id);
    }

    private String log(List<String> arguments) throws Failure {
        if (arguments.size() == 2 && arguments.getFirst().equals("connections")) {
            log.setOn(isOn(arguments.getLast()));
        } else if (arguments.size() == 1) {
            StandardErrorLoggers.setLevel(level(arguments.getFirst()));
        } else if (!arguments.isEmpty()) {
            throw Failure.usage("log takes a level, or connections on, or connections off");
        }
        String level = StandardErrorLoggers.level().getName().toLowerCase(Locale.ROOT);
        return "level " + level + ", connections " + (log.isOn() ? "on" : "off") + "\n";
    }

    private static boolean isOn(String text) throws Failure {
        return switch (text) {
            case "on" -> true;
            case "off" -> false;
            default -> throw Failure.usage("'" + text + "' is neither on nor off");
        };
    }

    private static System.Logger.Level level(String text) throws Failure {
        return switch (text) {
            case "debug" -> System.Logger.Level.DEBUG;
            case "info" -> System.Logger.Level.INFO;
            case "warning" -> System.Logger.Level.WARNING;
            case "error" -> System.Logger.Level.ERROR;
            case "off" -> System.Logger.Level.OFF;
            default ->
                throw Failure.usage("'" + text + "' is no level (there are debug, info, warning, error and off)");
        };
    }

    private String stats(List<String> words) throws Failure {
        if (words.size() > 1) {
            throw Failure.usage("stats takes no argument");
        }
        var table = new Table("SERVICE", "OPEN", "SERVED", "REQUESTS", "IN", "OUT", "P50", "P99", "REFUSED");
        metrics.counts().forEach(counts -> add(table, counts));
        server.datagramCounts()
                .forEach((service, counts) -> table.add(
                        service + "/udp", "-", "-", Long.toString(counts.received()), "-", "-", "-", "-", "-"));
        Runtime runtime = Runtime.getRuntime();
        return table + "heap " + Amount.bytes(runtime.totalMemory() - runtime.freeMemory()) + " of "
                + Amount.bytes(runtime.maxMemory()) + ", " + server.connections() + " of at most "
                + server.maxConnections() + " connections\n";
    }

    private static void add(Table table, ServiceCounts counts) {
        table.add(
                counts.service() + "/tcp",
                Integer.toString(counts.open()),
                Long.toString(counts.opened()),
                Long.toString(counts.requests().count()),
                Amount.bytes(counts.bytesIn()),
                Amount.bytes(counts.bytesOut()),
                Amount.time(counts.requests().quantile(0.5)),
                Amount.time(counts.requests().quantile(0.99)),
                Long.toString(counts.allRefused()));
    }

    private String threads(String count) throws Failure, NetException, InterruptedException {
        int max = THREADS;
        if (!count.isEmpty()) {
            if (!count.matches("[1-9]\\d{0,3}") || Integer.parseInt(count) > MAX_THREADS) {
                throw Failure.usage("'" + count + "' is not from 1 to " + MAX_THREADS);
            }
            max = Integer.parseInt(count);
        }
        return new ThreadDump(max).take();
    }

    private static String help() {
        var table = new Table("COMMAND", "WHAT IT DOES");
        HELP.forEach(row -> table.add(row.toArray(String[]::new)));
        return table.toString();
    }
}
