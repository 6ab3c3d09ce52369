package dev.minato.cli;

import dev.minato.error.NetException;
import dev.minato.server.ServerMetrics;
import dev.minato.services.Server;
import java.util.function.Consumer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// The options of `minato serve` by which one watches it.
final class WatchOptions {
    private final OptionSpec stats = Commands.flag("--stats")
            .description("Show once a second what each service does: connections, requests, bytes, how long"
                    + " requests take, and which connections are slow.")
            .build();

    void addTo(CommandSpec spec) {
        spec.addOption(stats);
    }

    /// What watches a server, until it is closed.
    interface Watch extends AutoCloseable {
        @Override
        void close();
    }

    /// Begins to watch; `out` takes whole lines for standard output.
    Watch watch(Server server, ServerMetrics metrics, Consumer<String> out) throws NetException {
        if (!stats.<Boolean>getValue()) {
            return () -> {};
        }
        return new LiveStats(server, metrics, System.console() != null && System.console().isTerminal(), out)::close;
    }
}
