package dev.minato.cli;

import java.lang.module.ModuleDescriptor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;

/// The command `minato` on its own, which shows its help.
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
                .exitCodeListHeading("%nExit codes:%n")
                .exitCodeList(exitCodes())
                .footer(
                        "  minato serve                                     everything, until Ctrl-C",
                        "  minato serve echo=127.0.0.1:0 kv=0.0.0.0:7881    these two, elsewhere",
                        "  printf 'hello\\nquit\\n' | minato connect 127.0.0.1:7879",
                        "  minato dns example.org MX",
                        "  minato help serve");
        return spec;
    }

    private static Map<String, String> exitCodes() {
        Map<String, String> codes = new LinkedHashMap<>();
        codes.put("0", "done");
        codes.put("1", "refused by the machine or the peer; one line on standard error says why");
        codes.put("2", "invalid command line");
        codes.put("3", "out of memory");
        codes.put("70", "a bug");
        codes.put("130", "Ctrl-C (for serve: the second signal)");
        codes.put("141", "broken pipe: the reader of standard output has gone, such as | head");
        codes.put("143", "SIGTERM (for serve: the second signal)");
        return codes;
    }

    @Override
    public Integer call() throws Failure {
        StandardStreams.print(spec.commandLine().getUsageMessage());
        return 0;
    }

    /// Returns the version that the compiler wrote into the module.
    private static String version() {
        return Optional.ofNullable(RootCommand.class.getModule().getDescriptor())
                .flatMap(ModuleDescriptor::rawVersion)
                .orElse("(unknown version)");
    }
}
