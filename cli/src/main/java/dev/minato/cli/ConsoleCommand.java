package dev.minato.cli;

import dev.minato.codec.LineCodec;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.framed.Framed;
import dev.minato.net.UnixStream;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// The command `minato console`: asks the debug console of a server ([ConsoleServer]), once or line by line.
final class ConsoleCommand implements Callable<Integer> {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration REPLY_TIMEOUT = Duration.ofMinutes(1);
    private static final int MAX_LINE = 64 * 1024;
    private static final String PROMPT = "minato> ";

    private final PositionalParamSpec path = PositionalParamSpec.builder()
            .paramLabel("PATH")
            .index("0")
            .required(true)
            .hideParamSyntax(true)
            .type(String.class)
            .description("The socket that serve --console has made.")
            .build();
    private final PositionalParamSpec words = PositionalParamSpec.builder()
            .paramLabel("COMMAND")
            .index("1..*")
            .arity("0..*")
            .hideParamSyntax(true)
            .type(List.class)
            .auxiliaryTypes(String.class)
            .initialValue(List.of())
            .completionCandidates(List.of("connections", "help", "kill", "limits", "log", "stats", "threads"))
            .description("What to do, such as connections or kill 7; without one, each line of standard input.")
            .build();

    CommandSpec spec() {
        CommandSpec spec = Commands.command(this, "console", "minato console PATH [COMMAND]...")
                .addPositional(path)
                .addPositional(words)
                .addOption(Commands.help());
        spec.usageMessage()
                .description(
                        "Asks a server that runs with --console PATH what it does, and changes its limits.",
                        "The server answers its own user, and root. The command help lists what it can be asked. It"
                                + " exits 1 if a command was refused, and 2 if it is none.")
                .footer(
                        "  minato console /run/minato.sock                    line by line; Ctrl-D ends",
                        "  minato console /run/minato.sock connections kv     who is connected to kv",
                        "  minato console /run/minato.sock kill 7",
                        "  minato console /run/minato.sock limits idle-timeout 5s",
                        "  echo threads | minato console /run/minato.sock");
        return spec;
    }

    @Override
    public Integer call() throws Failure, NetException {
        try (var console =
                new Framed<>(UnixStream.connect(path.<String>getValue(), CONNECT_TIMEOUT), LineCodec.utf8(MAX_LINE))) {
            console.setMessageTimeout(REPLY_TIMEOUT);
            List<String> command = words.getValue();
            return command.isEmpty() ? converse(console) : ask(console, String.join(" ", command));
        }
    }

    /// Asks what standard input says, line by line; returns the last exit code that is not 0.
    private static int converse(Framed<String, String> console) throws Failure, NetException {
        var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        boolean isTerminal =
                Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
        int exitCode = 0;
        for (Optional<String> line = next(lines, isTerminal); line.isPresent(); line = next(lines, isTerminal)) {
            String command = line.get().strip();
            if (command.equals("quit")) {
                return exitCode;
            }
            if (!command.isEmpty()) {
                int each = ask(console, command);
                exitCode = each == 0 ? exitCode : each;
            }
        }
        return exitCode;
    }

    private static Optional<String> next(BufferedReader lines, boolean isTerminal) throws Failure {
        if (isTerminal) {
            StandardStreams.print(PROMPT);
        }
        try {
            return Optional.ofNullable(lines.readLine());
        } catch (IOException e) {
            throw Failure.refused("standard input: " + e.getMessage());
        }
    }

    /// Prints the reply; what was refused goes to standard error. Returns the exit code.
    private static int ask(Framed<String, String> console, String command) throws Failure, NetException {
        console.write(command);
        console.flush();
        int exitCode = 0;
        for (String line = read(console); !line.isEmpty(); line = read(console)) {
            if (line.startsWith(ConsoleServer.INVALID)) {
                exitCode = Failure.USAGE;
                StandardError.println("minato: " + line.substring(ConsoleServer.INVALID.length()));
            } else if (line.startsWith(ConsoleServer.REFUSED)) {
                exitCode = Failure.REFUSED;
                StandardError.println("minato: " + line.substring(ConsoleServer.REFUSED.length()));
            } else {
                StandardStreams.print(line + System.lineSeparator());
            }
        }
        return exitCode;
    }

    private static String read(Framed<String, String> console) throws Failure, NetException {
        try {
            return console.read().orElseThrow(() -> Failure.refused("the server has ended the console"));
        } catch (NetException e) {
            if (e.kind() == ErrorKind.CONNECTION_RESET || e.kind() == ErrorKind.BROKEN_PIPE) {
                throw Failure.refused("the server has ended the console");
            }
            throw e;
        }
    }
}
