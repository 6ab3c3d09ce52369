package dev.minato.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// The command `minato help`.
final class HelpCommand implements Callable<Integer> {
    private final PositionalParamSpec words = PositionalParamSpec.builder()
            .paramLabel("COMMAND")
            .index("0..*")
            .arity("0..*")
            .hideParamSyntax(true)
            .type(List.class)
            .auxiliaryTypes(String.class)
            .initialValue(List.of())
            .completionCandidates(List.of("serve", "connect", "console", "game", "services", "doctor", "completion"))
            .description("The command to explain, such as serve or game play; all in short by default.")
            .build();
    private final CommandSpec spec = Commands.command(this, "help", "minato help [COMMAND]...")
            .addPositional(words)
            .addOption(Commands.help());

    CommandSpec spec() {
        spec.usageMessage().description("Explains a command.").footer("  minato help serve", "  minato help game play");
        return spec;
    }

    @Override
    public Integer call() throws Failure {
        CommandLine explained = spec.commandLine().getParent();
        for (String word : words.<List<String>>getValue()) {
            CommandLine next = explained.getSubcommands().get(word);
            if (next == null) {
                String command = explained.getCommandSpec().qualifiedName();
                throw Failure.usage("unknown command '" + word + "' (see " + command + " --help)");
            }
            explained = next;
        }
        StandardStreams.print(explained.getUsageMessage());
        return 0;
    }
}
