package dev.minato.cli;

import java.util.ArrayList;
import java.util.List;

/// `minato game` as a process, with the modules that `./minato` adds.
final class Gaming implements AutoCloseable {
    private static final List<String> MODULES = List.of(
            "--add-modules=org.jline.terminal,org.jline.terminal.ffm,xchart,VectorGraphics2D",
            "--enable-native-access=org.jline.terminal.ffm");

    private final Program server;
    private final String address;

    /// Starts a server on any free port.
    Gaming(String... options) {
        var arguments = new ArrayList<>(List.of("game", "server"));
        arguments.addAll(List.of(options));
        arguments.add("127.0.0.1:0");
        server = Program.minato(arguments.toArray(String[]::new));
        address = server.out()
                .await("^game at (127\\.0\\.0\\.1:\\d+): 60 ticks a second")
                .group(1);
    }

    /// What starts a command that needs more modules.
    static List<String> command(String... arguments) {
        List<String> command = new ArrayList<>(Program.minatoCommand(arguments));
        command.addAll(1, MODULES);
        return command;
    }

    static Program start(String... arguments) {
        return Program.tool(command(arguments));
    }

    Program server() {
        return server;
    }

    String address() {
        return address;
    }

    @Override
    public void close() {
        server.close();
    }
}
