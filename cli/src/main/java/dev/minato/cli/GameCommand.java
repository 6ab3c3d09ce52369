package dev.minato.cli;

import dev.minato.address.AddressParseException;
import dev.minato.address.HostPort;
import dev.minato.address.SocketAddr;
import dev.minato.error.NetException;
import dev.minato.net.Resolver;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// The command `minato game`, which has commands of its own; alone it shows its help.
final class GameCommand implements Callable<Integer> {
    static final String DEFAULT_ADDRESS = "127.0.0.1:7885";

    private final CommandSpec spec = Commands.command(this, "game", "minato game COMMAND ...");

    CommandSpec spec() {
        spec.addSubcommand("server", new GameServerCommand().spec())
                .addSubcommand("play", new GamePlayCommand().spec())
                .addSubcommand("bots", new GameBotsCommand().spec())
                .addSubcommand("report", new GameReportCommand().spec())
                .addOption(Commands.help());
        spec.usageMessage()
                .description(
                        "A small game over UDP: players who walk about and see each other.",
                        "It shows what a network does to a game, and what a client does about it.")
                .commandListHeading("%nCommands:%n")
                .footer(
                        "  minato game server                     in one terminal",
                        "  minato game play " + DEFAULT_ADDRESS + "        in another",
                        "  minato game bots -n 64 " + DEFAULT_ADDRESS + "  company",
                        "  minato game report                     a chart of a bad network's effect");
        return spec;
    }

    @Override
    public Integer call() throws Failure {
        StandardStreams.print(spec.commandLine().getUsageMessage());
        return 0;
    }

    /// Returns the argument that names a server.
    static PositionalParamSpec target() {
        return PositionalParamSpec.builder()
                .paramLabel("HOST:PORT")
                .index("0")
                .required(true)
                .hideParamSyntax(true)
                .type(String.class)
                .description(
                        "Where the server is: a name, an IPv4 address, or an IPv6 address in brackets; and a port.")
                .build();
    }

    /// Returns the address that is meant, which is looked up if it is a name.
    static SocketAddr resolve(String target) throws Failure, NetException {
        try {
            var parsed = HostPort.parse(target);
            return Resolver.lookupHost(parsed.host(), parsed.port()).getFirst();
        } catch (AddressParseException e) {
            throw Failure.usage(Commands.text(e));
        }
    }
}
