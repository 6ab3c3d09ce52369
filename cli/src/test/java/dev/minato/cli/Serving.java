package dev.minato.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// `minato serve` as a process, from the moment that everything listens.
final class Serving implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 60_000;

    private final Program program;

    private Serving(Program program) {
        this.program = program;
        program.out().await("^SERVICE.*\\R");
    }

    /// Each service on free ports of 127.0.0.1; options may stand between them.
    static Serving of(String... servicesAndOptions) {
        return of(List.of(), Program.modules(), servicesAndOptions);
    }

    /// The same, with something before the command that starts it, and from modules that are elsewhere.
    static Serving of(List<String> before, String modules, String... servicesAndOptions) {
        List<String> command = new ArrayList<>(before);
        var arguments =
                Stream.concat(Stream.of("serve"), Stream.of(servicesAndOptions).map(Serving::onAnyPort));
        command.addAll(Program.minatoCommand(modules, arguments.toArray(String[]::new)));
        return new Serving(Program.tool(command));
    }

    private static String onAnyPort(String argument) {
        boolean isName = Character.isLetter(argument.charAt(0)) && argument.indexOf('=') < 0;
        return isName ? argument + "=127.0.0.1:0" : argument;
    }

    Program program() {
        return program;
    }

    /// The port of a service, from the table.
    int tcp(String service) {
        return port(service, "tcp");
    }

    /// The port of a service over TLS.
    int tls(String service) {
        return port(service, "tls");
    }

    int udp(String service) {
        return port(service, "udp");
    }

    private int port(String service, String protocol) {
        var line = program.out().await("^" + service + " +" + protocol + " +127\\.0\\.0\\.1:(\\d+)$");
        return Integer.parseInt(line.group(1));
    }

    /// A plain connection to a service.
    Socket connect(String service) throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), tcp(service));
        socket.setSoTimeout(PATIENCE_MILLIS);
        return socket;
    }

    @Override
    public void close() {
        program.close();
    }
}
