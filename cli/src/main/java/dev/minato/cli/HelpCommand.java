package dev.minato.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// The command `minato help`.
final class HelpCommand implements Callable<Integer> {
    private final PositionalParamSpec command = PositionalParamSpec.builder()
            .paramLabel("COMMAND")
            .index("0")
            .arity("0..1")
            .hideParamSyntax(true)
            .type(String.class)
            .defaultValue("")
            .completionCandidates(List.of("serve", "connect", "console", "services", "doctor", "completion"))
            .description("The command to explain; all in short by default.")
            .build();
    private final CommandSpec spec = Commands.command(this, "help", "minato help [COMMAND]")
            .addPositional(command)
            .addOption(Commands.help());

    CommandSpec spec() {
        spec.usageMessage().description("Explains a command.").footer("  minato help serve");
        return spec;
    }

    @Override
    public Integer call() throws Failure {
        CommandLine root = spec.commandLine().getParent();
        String name = command.getValue();
        CommandLine explained = name.isEmpty() ? root : root.getSubcommands().get(name);
        if (explained == null) {
            throw Failure.usage("unknown command '" + name + "' (see minato --help)");
        }
        StandardStreams.print(explained.getUsageMessage());
        return 0;
    }
}
