package dev.minato.cli;

import dev.minato.address.IpNetwork;
import dev.minato.services.Binding;
import dev.minato.services.Limits;
import dev.minato.services.Server;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;

/// The command `limits` of the console: shows the limits of a server, and changes those that can change.
final class ConsoleLimits {
    private static final String CHANGES = "yes";
    private static final String FIXED = "no, only at the start";

    /// What allows everybody, and leaves what is denied as it is.
    private static final List<IpNetwork> EVERYBODY = List.of(IpNetwork.parse("0.0.0.0/0"), IpNetwork.parse("::/0"));

    private final Server server;
    private final List<Binding> bindings;

    /// @param bindings what is served, for the memory and descriptors that connections of it need
    ConsoleLimits(Server server, List<Binding> bindings) {
        this.server = server;
        this.bindings = bindings;
    }

    /// Shows all limits, or changes the one of that name to that value.
    String run(List<String> arguments) throws Failure {
        if (arguments.isEmpty()) {
            return table(server.limits());
        }
        if (arguments.size() != 2) {
            throw Failure.usage("limits takes a name and a value, or nothing");
        }
        String name = arguments.getFirst();
        server.setLimits(changed(server.limits(), name, arguments.getLast()));
        return name + " is now " + value(server.limits(), name) + "\n";
    }

    private Limits changed(Limits now, String name, String value) throws Failure {
        return switch (name) {
            case "max-connections" -> now.withMaxConnections(connections(now, value));
            case "idle-timeout" -> now.withIdleTimeout(duration(value));
            case "request-timeout" -> now.withRequestTimeout(duration(value));
            case "write-timeout" -> now.withWriteTimeout(duration(value));
            case "allow" -> now.withAccess(now.access().allow(networks(name, value, "all", EVERYBODY)));
            case "deny" -> now.withAccess(now.access().deny(networks(name, value, "none", List.of())));
            default -> throw Failure.usage("'" + name + "' is no limit that can change (limits shows them)");
        };
    }

    /// As many as there is memory and descriptors for.
    private int connections(Limits now, String value) throws Failure {
        int count = converted(value, SizeOption.count(Integer.MAX_VALUE)).intValue();
        return ConnectionLimit.of(Optional.of(count), bindings, now, ConnectionLimit.Machine.here())
                .connections();
    }

    private static Duration duration(String value) throws Failure {
        return converted(value, DurationOption.positive());
    }

    private static <T> T converted(String value, ITypeConverter<T> converter) throws Failure {
        try {
            return converter.convert(value);
        } catch (Exception e) {
            throw Failure.usage(Commands.text(e));
        }
    }

    private static List<IpNetwork> networks(String name, String value, String word, List<IpNetwork> meant)
            throws Failure {
        return value.equals(word) ? meant : NetworkOption.of(name, value).networks();
    }

    private static String value(Limits limits, String name) {
        return switch (name) {
            case "max-connections" -> Integer.toString(limits.maxConnections());
            case "idle-timeout" -> DurationOption.text(limits.idleTimeout());
            case "request-timeout" -> DurationOption.text(limits.requestTimeout());
            case "write-timeout" -> DurationOption.text(limits.writeTimeout());
            default -> limits.access().toString();
        };
    }

    private static String table(Limits limits) {
        var table = new Table("LIMIT", "VALUE", "CHANGES");
        for (String name : List.of("max-connections", "idle-timeout", "request-timeout", "write-timeout")) {
            table.add(name, value(limits, name), CHANGES);
        }
        table.add(
                "max-per-address",
                optional(limits.maxPerAddress().stream().boxed().findFirst()),
                FIXED);
        table.add(
                "accept-rate", optional(limits.maxAcceptRate().stream().boxed().findFirst()), FIXED);
        table.add("first-byte-timeout", optional(limits.firstByteTimeout().map(DurationOption::text)), FIXED);
        table.add("max-lifetime", optional(limits.maxLifetime().map(DurationOption::text)), FIXED);
        table.add("max-line", SizeOption.text(limits.maxLine()), FIXED);
        table.add("kv-max-bytes", SizeOption.text(limits.kvMaxBytes()), FIXED);
        table.add("max-answers", Integer.toString(limits.maxAnswers()), FIXED);
        table.add("drain-timeout", DurationOption.text(limits.drainTimeout()), FIXED);
        return table + limits.access().toString() + " (limits allow, limits deny)\n";
    }

    private static String optional(Optional<?> value) {
        return value.map(String::valueOf).orElse("-");
    }
}
