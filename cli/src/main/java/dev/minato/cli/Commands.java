package dev.minato.cli;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.platform.PlatformUnavailableException;
import dev.minato.platform.wait.LastResort;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// The command line: all commands, with their help, errors and exit codes. Described by calls instead of
/// annotations, so that a start needs no reflection.
final class Commands {
    private Commands() {}

    /// Runs the command that the arguments name; returns the exit code.
    static int run(String... arguments) {
        try {
            return execute(arguments);
        } catch (Failure failure) {
            return failed(failure);
        } catch (Error e) {
            return bug(e);
        }
    }

    /// Help and version are printed by picocli, which ignores a failure to write; so they go through a buffer.
    private static int execute(String... arguments) throws Failure {
        var help = new StringWriter();
        int exitCode = all().setOut(new PrintWriter(help)).execute(arguments);
        StandardStreams.print(help.toString());
        return exitCode;
    }

    private static CommandLine all() {
        var commands = new CommandLine(new RootCommand()
                .spec()
                .addSubcommand("serve", new ServeCommand().spec())
                .addSubcommand("connect", new ConnectCommand().spec())
                .addSubcommand("dns", new DnsCommand().spec())
                .addSubcommand("console", new ConsoleCommand().spec())
                .addSubcommand("game", new GameCommand().spec())
                .addSubcommand("services", new ServicesCommand().spec())
                .addSubcommand("doctor", new DoctorCommand(SystemLimits.HERE).spec())
                .addSubcommand("completion", new CompletionCommand().spec())
                .addSubcommand("help", new HelpCommand().spec()));
        return commands.setExpandAtFiles(false)
                .setInterpolateVariables(false)
                .setParameterExceptionHandler((e, _) -> misused(e))
                .setExecutionExceptionHandler((e, _, _) -> failed(e));
    }

    /// Returns a command; `synopsis` is its usage line.
    static CommandSpec command(Callable<Integer> command, String name, String synopsis) {
        CommandSpec spec = CommandSpec.wrapWithoutInspection(command).name(name);
        spec.usageMessage()
                .customSynopsis(synopsis)
                .descriptionHeading("%n")
                .parameterListHeading("%n")
                .optionListHeading("%n")
                .footerHeading("%nExamples:%n")
                .sortOptions(false);
        return spec;
    }

    static OptionSpec help() {
        return flag("-h", "--help")
                .usageHelp(true)
                .description("Show this help.")
                .build();
    }

    static OptionSpec.Builder flag(String... names) {
        return OptionSpec.builder(names).type(boolean.class).arity("0").defaultValue("false");
    }

    static <T> OptionSpec.Builder option(String name, String label, ITypeConverter<T> converter, Class<T> type) {
        return OptionSpec.builder(name).paramLabel(label).arity("1").type(type).converters(converter);
    }

    private static int misused(ParameterException e) {
        String command = e.getCommandLine().getCommandSpec().qualifiedName();
        return say(Failure.USAGE, misuse(e) + " (see " + command + " --help)");
    }

    private static String misuse(ParameterException e) {
        if (e instanceof UnmatchedArgumentException unmatched) {
            String argument = unmatched.getUnmatched().getFirst();
            if (unmatched.isUnknownOption()) {
                return "unknown option '" + argument + "'";
            }
            boolean isCommand = !unmatched.getCommandLine().getSubcommands().isEmpty();
            return (isCommand ? "unknown command '" : "unexpected argument '") + argument + "'";
        }
        String message = text(e);
        return Character.toLowerCase(message.charAt(0)) + message.substring(1);
    }

    private static int failed(Exception e) {
        return switch (e) {
            case Failure failure -> say(failure.exitCode(), text(failure));
            case PlatformUnavailableException none -> say(Failure.REFUSED, text(none));
            case NetException failure ->
                say(failure.kind() == ErrorKind.INVALID_INPUT ? Failure.USAGE : Failure.REFUSED, text(failure));
            // Where no checked exception can pass, such as an event loop that could not be started.
            case UncheckedIOException wrapped
            when wrapped.getCause() instanceof NetException failure -> failed(failure);
            default -> bug(e);
        };
    }

    static String text(Exception e) {
        return String.valueOf(e.getMessage());
    }

    /// Returns the message of a failure in one line.
    static String line(Exception e) {
        return oneLine(text(e));
    }

    private static String oneLine(String message) {
        return message.replaceAll("\\s*\\R\\s*", " ");
    }

    /// Reports a bug; exhausted memory is none, also where try-with-resources met it twice and wrapped it.
    private static int bug(Throwable e) {
        LastResort.endIfVital(e);
        StandardError.println("minato: this is a bug, please report it:", e);
        return Failure.BUG;
    }

    /// Prints one line on standard error, whatever the message holds; none for an empty one.
    private static int say(int exitCode, String message) {
        if (!message.isEmpty()) {
            StandardError.println("minato: " + oneLine(message));
        }
        return exitCode;
    }
}
