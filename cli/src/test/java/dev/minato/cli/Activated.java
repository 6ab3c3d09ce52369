package dev.minato.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/// `minato serve` under the real systemd-socket-activate, which starts it when somebody comes.
///
/// systemd 252: it empties the environment but for TERM, PATH, USER and HOME; hands in descriptors from 3 on that are
/// blocking and not close-on-exec; sets LISTEN_FDNAMES only with `--fdname`; and leaves the first connection in the
/// backlog.
final class Activated implements AutoCloseable {
    private final Program program;

    private Activated(Program program) {
        this.program = program;
    }

    /// Starts it, and waits until so many sockets are there.
    static Activated start(int sockets, List<String> options, String... arguments) {
        List<String> command = new ArrayList<>(List.of("systemd-socket-activate"));
        command.addAll(options);
        command.addAll(Program.minatoCommand(arguments));
        Program program = Program.tool(command);
        program.err().await("Listening on .* as " + (2 + sockets) + "\\.");
        return new Activated(program);
    }

    /// An address that nobody else uses: systemd takes no port 0.
    static InetSocketAddress address() throws IOException {
        var random = ThreadLocalRandom.current();
        byte[] loopback = {127, (byte) random.nextInt(1, 255), (byte) random.nextInt(255), 1};
        try (var free = new ServerSocket(0, 1, InetAddress.getByAddress(loopback))) {
            return new InetSocketAddress(free.getInetAddress(), free.getLocalPort());
        }
    }

    /// As systemd writes it.
    static String text(InetSocketAddress address) {
        return address.getAddress().getHostAddress() + ":" + address.getPort();
    }

    /// Says something on a connection, ends it, and returns what is answered.
    static String ask(InetSocketAddress address, String request) throws IOException {
        try (var socket = new Socket(address.getAddress(), address.getPort())) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream().write(request.getBytes(ISO_8859_1));
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
        }
    }

    Program program() {
        return program;
    }

    @Override
    public void close() {
        program.close();
    }
}
