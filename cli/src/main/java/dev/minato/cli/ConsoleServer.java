package dev.minato.cli;

import dev.minato.address.UnixCredentials;
import dev.minato.codec.LineCodec;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.net.UnixListener;
import dev.minato.net.UnixStream;
import dev.minato.server.Connection;
import dev.minato.server.RequestHandler;
import dev.minato.server.Session;
import dev.minato.server.TcpServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;

/// The debug console at a Unix socket: a server of its own, so that it answers when the other one is full,
/// and while that drains. It serves the user that runs it, and root; the kernel says who is there
/// (SO_PEERCRED, unix(7)).
///
/// A command is a line; its reply is lines, and then an empty one:
///
/// ```
/// ▶ kill 7
/// ◀ error: there is no connection 7
/// ◀
/// ```
///
/// A reply that begins with `error: ` or `invalid: ` says why nothing was done.
final class ConsoleServer implements AutoCloseable {
    static final String REFUSED = "error: ";
    static final String INVALID = "invalid: ";

    private static final System.Logger LOGGER = System.getLogger("dev.minato.cli.Console");

    private static final int MAX_CONNECTIONS = 4;

    /// What its connections hold at most: a dump of 1,000 threads, 30 frames of each, has 3 MiB.
    static final long MAX_BYTES = MAX_CONNECTIONS * 4 * 1024 * 1024L;

    private static final int MAX_COMMAND = 1024;
    private static final int MAX_LINE = 64 * 1024;
    private static final Duration IDLE = Duration.ofHours(1);
    private static final int ROOT = 0;

    private final TcpServer server;

    private ConsoleServer(TcpServer server) {
        this.server = server;
    }

    /// Opens a console at a path; a socket that nobody listens on any more is replaced. `UNSUPPORTED` on the
    /// jdk platform, which does not say who is there; otherwise as binding fails.
    static ConsoleServer open(String path, ConsoleCommands console) throws NetException {
        int owner = ownUser();
        UnixListener listener =
                UnixListener.options().removeStale(true).unlinkOnClose(true).bind(path);
        try {
            Files.setPosixFilePermissions(Path.of(path), PosixFilePermissions.fromString("rw-------"));
            return new ConsoleServer(TcpServer.builder()
                    .listen("console", listener, connection -> handle(connection, owner, console))
                    .maxConnections(MAX_CONNECTIONS)
                    .idleTimeout(IDLE)
                    .start());
        } catch (IOException e) {
            listener.close();
            throw NetException.builder(ErrorKind.OTHER, "chmod")
                    .address(path)
                    .detail(Commands.text(e))
                    .build();
        }
    }

    /// Of a pair of sockets, both ends are this process.
    private static int ownUser() throws NetException {
        try {
            UnixStream.Pair pair = UnixStream.pair();
            try (var first = pair.first();
                    var _ = pair.second()) {
                return first.peerCredentials().userId();
            }
        } catch (NetException e) {
            if (e.kind() == ErrorKind.UNSUPPORTED) {
                throw NetException.of(e.kind(), "console", "this platform does not tell who connects");
            }
            throw e;
        }
    }

    private static void handle(Connection connection, int owner, ConsoleCommands console) throws Exception {
        var replies = LineCodec.utf8(MAX_LINE);
        try (var session = new Session<>(connection, LineCodec.utf8(MAX_COMMAND).terminated(), replies)) {
            UnixCredentials peer = connection.unix().orElseThrow().peerCredentials();
            if (peer.userId() == owner || peer.userId() == ROOT) {
                session.serve(new Replies(console));
            } else {
                LOGGER.log(System.Logger.Level.WARNING, "console: user " + peer.userId() + " was refused");
                reply(session, REFUSED + "user " + peer.userId() + " may not use this console\n");
            }
        }
    }

    /// The replies to commands.
    private record Replies(ConsoleCommands console) implements RequestHandler<String, String> {
        @Override
        public void handle(String line, Session<String, String> session) throws Exception {
            String command = line.strip();
            if (command.equals("quit")) {
                session.end();
            } else if (!command.isEmpty()) {
                reply(session, text(command));
            }
        }

        private String text(String command) throws InterruptedException {
            try {
                return console.run(command);
            } catch (Failure e) {
                return (e.exitCode() == Failure.USAGE ? INVALID : REFUSED) + Commands.line(e) + "\n";
            } catch (NetException e) {
                return REFUSED + Commands.line(e) + "\n";
            }
        }

        @Override
        public void refuse(NetException failure, Session<String, String> session) throws NetException {
            reply(session, INVALID + "that is no command: " + failure.kind() + "\n");
        }
    }

    private static void reply(Session<String, String> session, String text) throws NetException {
        for (String line : text.lines().filter(each -> !each.isBlank()).toList()) {
            session.write(line);
        }
        session.write("");
    }

    @Override
    public void close() {
        server.close();
    }
}
