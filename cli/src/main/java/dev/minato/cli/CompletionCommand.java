package dev.minato.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// The command `minato completion`: prints the script by which a shell completes commands and options.
final class CompletionCommand implements Callable<Integer> {
    /// One script for both: in zsh it loads `bashcompinit`.
    private static final List<String> SHELLS = List.of("bash", "zsh");

    private final PositionalParamSpec shell = PositionalParamSpec.builder()
            .paramLabel("SHELL")
            .index("0")
            .required(true)
            .hideParamSyntax(true)
            .type(String.class)
            .completionCandidates(SHELLS)
            .description("bash or zsh.")
            .build();
    private final CommandSpec spec =
            Commands.command(this, "completion", "minato completion bash|zsh").addPositional(shell);

    CommandSpec spec() {
        spec.addOption(Commands.help());
        spec.usageMessage()
                .description(
                        "Prints the script by which the shell completes commands and options.",
                        "Put one of these lines into ~/.bashrc or ~/.zshrc, with the path of minato:")
                .footer("  eval \"$(minato completion bash)\"", "  eval \"$(minato completion zsh)\"");
        return spec;
    }

    @Override
    public Integer call() throws Failure {
        String asked = shell.getValue();
        if (!SHELLS.contains(asked)) {
            throw Failure.usage("no completion for '" + asked + "'; use bash or zsh");
        }
        StandardStreams.print(AutoComplete.bash("minato", spec.commandLine().getParent()));
        return 0;
    }
}
