package dev.minato.cli;

import dev.minato.server.AccessList;
import dev.minato.server.TrustedProxies;
import dev.minato.services.Limits;
import dev.minato.services.Server;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// The options of `minato serve` that say who may connect, and who speaks for others.
final class AccessOptions {
    private static final ITypeConverter<String> TEXT = text -> text;
    private static final String UNIX = "unix";

    private final OptionSpec proxies = networks(
            "--proxy-protocol",
            "Load balancers whose connections begin with a PROXY header, version 1 or 2; 'unix' for all over Unix"
                    + " sockets: none.");
    private final OptionSpec allowed = networks(
            "--allow", "Who may connect; others are refused. @FILE has a network a line, and # begins a comment: all.");
    private final OptionSpec denied =
            networks("--deny", "Who may not connect, even if allowed to; @FILE as with --allow: nobody.");

    private static OptionSpec networks(String name, String description) {
        return Commands.option(name, "NETWORK,...", TEXT, String.class)
                .description(description)
                .build();
    }

    void addTo(CommandSpec spec) {
        spec.addOption(proxies).addOption(allowed).addOption(denied);
    }

    /// Returns limits with what the options say, the files as they are now.
    ///
    /// @throws Failure if a network is malformed, or a file cannot be read
    Limits addTo(Limits limits) throws Failure {
        return limits.withProxies(trusted()).withAccess(access());
    }

    /// Whether there is anything to read again.
    boolean hasLists() {
        return given(allowed).isPresent() || given(denied).isPresent();
    }

    /// Reads the files anew and exchanges the server's access list, in one step.
    ///
    /// @throws Failure if one of them is bad; the list is the old one then
    String reload(Server server) throws Failure {
        AccessList list = access();
        server.setAccess(list);
        return list.toString();
    }

    private TrustedProxies trusted() throws Failure {
        Optional<NetworkOption> option = given(proxies);
        if (option.isEmpty()) {
            return TrustedProxies.NONE;
        }
        List<String> items = new ArrayList<>(option.get().items());
        boolean unix = items.removeIf(UNIX::equals);
        var networks = new NetworkOption(option.get().option(), items);
        if (networks.hasFile()) {
            throw Failure.usage(networks.option() + " takes networks and 'unix', no file");
        }
        TrustedProxies trusted = TrustedProxies.of(networks.networks());
        return unix ? trusted.andUnix() : trusted;
    }

    private AccessList access() throws Failure {
        AccessList list = AccessList.OPEN;
        Optional<NetworkOption> allow = given(allowed);
        if (allow.isPresent()) {
            list = list.allow(allow.get().networks());
        }
        Optional<NetworkOption> deny = given(denied);
        return deny.isPresent() ? list.deny(deny.get().networks()) : list;
    }

    private static Optional<NetworkOption> given(OptionSpec option) {
        return Optional.ofNullable(option.<@Nullable String>getValue())
                .map(text -> NetworkOption.of(option.longestName(), text));
    }
}
