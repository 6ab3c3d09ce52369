package dev.minato.cli;

import java.lang.module.ModuleDescriptor;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;

/// `minato` by itself, which shows its help.
final class RootCommand implements Callable<Integer> {
    private final CommandSpec spec = Commands.command(this, "minato", "minato COMMAND ...");

    CommandSpec spec() {
        spec.addOption(Commands.help());
        spec.addOption(Commands.flag("-V", "--version")
                .versionHelp(true)
                .description("Show the version.")
                .build());
        spec.versionProvider(() -> new String[] {"minato " + version()});
        spec.usageMessage()
                .description("Ready network services, and a client for them.")
                .commandListHeading("%nCommands:%n")
                .footer(
                        "  minato serve                                     everything, until Ctrl-C",
                        "  minato serve echo=127.0.0.1:0 kv=0.0.0.0:7881    these two, elsewhere",
                        "  printf 'hello\\nquit\\n' | minato connect 127.0.0.1:7879",
                        "  minato help serve");
        return spec;
    }

    @Override
    public Integer call() {
        spec.commandLine().usage(System.out);
        return 0;
    }

    /// The compiler writes it into the module.
    private static String version() {
        return Optional.ofNullable(RootCommand.class.getModule().getDescriptor())
                .flatMap(ModuleDescriptor::rawVersion)
                .orElse("(unknown version)");
    }
}
