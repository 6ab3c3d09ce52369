package dev.minato.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The debug console of a server that runs: what it tells, what it changes, and whom it answers.
class ConsoleTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void needsLinux() {
        Assumptions.assumeFalse(
                System.getProperty("minato.platform", "").equals("jdk"), "the jdk platform has no console");
    }

    private String socket() {
        return folder.resolve("console").toString();
    }

    private Serving serve(String... more) {
        return Serving.of(
                Stream.concat(Stream.of("--console", socket()), Stream.of(more)).toArray(String[]::new));
    }

    /// Asks, and returns what it says.
    private String ask(String... command) {
        var arguments = Stream.concat(Stream.of("console", socket()), Stream.of(command));
        try (var console = Program.minato(arguments.toArray(String[]::new))) {
            assertThat(console.exitCode()).as("%s", console).isZero();
            assertThat(console.err().textToEnd()).isEmpty();
            return console.out().textToEnd();
        }
    }

    private static String echo(Socket socket, String line) throws IOException {
        socket.getOutputStream().write(line.getBytes());
        return new String(socket.getInputStream().readNBytes(line.length()));
    }

    private long id(String service) {
        return Long.parseLong(ask("connections", service)
                .lines()
                .filter(line -> line.contains(" " + service + " "))
                .findFirst()
                .orElseThrow()
                .split(" ")[0]);
    }

    @Test
    void connectionsAreListedAndKilled() throws IOException {
        try (var server = serve("line", "echo/tcp", "--verbose");
                var first = server.connect("line");
                var second = server.connect("echo")) {
            assertThat(echo(first, "A\n")).isEqualTo("A\n");
            assertThat(echo(second, "hello")).isEqualTo("hello");
            assertThat(ask("connections"))
                    .containsPattern("(?m)^\\d+ +line +127\\.0\\.0\\.1:" + first.getLocalPort()
                            + " +\\S+ \\S+ +2 B +2 B +1 +open")
                    .containsPattern("(?m)^\\d+ +echo +127\\.0\\.0\\.1:" + second.getLocalPort() + " .* 5 B +5 B +0 ");
            assertThat(ask("connections", "kv")).isEqualTo("no connections\n");
            String id = Long.toString(id("line"));
            assertThat(ask("kill", id))
                    .isEqualTo("closed " + id + ", line of 127.0.0.1:" + first.getLocalPort() + "\n");
            assertThat(first.getInputStream().read()).isEqualTo(-1);
            server.program().err().await(" line .* closed after .*: closed( \\(.*\\))?$");
            assertThat(echo(second, "still here")).isEqualTo("still here");
            assertThat(ask("stats")).containsPattern("(?m)^echo/tcp +1 +1 ").containsPattern("(?m)^line/tcp +0 +1 +1 ");
        }
    }

    @Test
    void aCommandThatIsTooLongIsRefusedAndTheNextIsAnswered() {
        try (var _ = serve("line")) {
            String commands = "x".repeat(1025) + "\nlog\n";
            assertThat(Program.outputOf(commands, "socat", "-t", "30", "-", "UNIX-CONNECT:" + socket()))
                    .isEqualTo(
                            "invalid: that is no command: message too long\n\n" + "level warning, connections off\n\n");
        }
    }

    /// The console has a server of its own.
    @Test
    @SuppressWarnings("try") // one ends early
    void limitsChangeAlsoWhenTheServerIsFull() throws IOException {
        try (var server = serve("echo/tcp", "--max-connections", "1");
                var first = server.connect("echo");
                var second = server.connect("echo")) {
            assertThat(echo(first, "x")).isEqualTo("x");
            second.getOutputStream().write("waiting".getBytes());
            assertThat(ask("limits")).containsPattern("(?m)^max-connections +1 +yes$");
            assertThat(ask("limits", "max-connections", "2")).isEqualTo("max-connections is now 2\n");
            assertThat(new String(second.getInputStream().readNBytes(7))).isEqualTo("waiting");
            assertThat(ask("limits", "idle-timeout", "100ms")).isEqualTo("idle-timeout is now 100ms\n");
            first.close();
            try (var third = server.connect("echo")) {
                assertThat(third.getInputStream().read()).isEqualTo(-1);
            }
            assertThat(ask("limits", "deny", "127.0.0.0/8")).isEqualTo("deny is now allow all, deny [127.0.0.0/8]\n");
            assertThat(ask("limits", "deny", "none")).endsWith("deny []\n");
            assertThat(ask("limits")).containsPattern("(?m)^max-line +64KiB +no, only at the start$");
        }
    }

    @Test
    void connectionsAreLoggedOnDemand() throws IOException {
        try (var server = serve("echo/tcp")) {
            assertThat(ask("log")).isEqualTo("level warning, connections off\n");
            assertThat(ask("log", "connections", "on")).isEqualTo("level warning, connections on\n");
            try (var socket = server.connect("echo")) {
                assertThat(echo(socket, "x")).isEqualTo("x");
                server.program().err().await(" echo 127\\.0\\.0\\.1:\\d+ opened$");
            }
            assertThat(ask("log", "debug")).isEqualTo("level debug, connections on\n");
            try (var socket = server.connect("echo")) {
                assertThat(echo(socket, "x")).isEqualTo("x");
                socket.setSoLinger(true, 0);
            }
            server.program().err().await("^minato: echo of 127\\.0\\.0\\.1:\\d+: peer gone: ");
        }
    }

    @Test
    void threadsAreThoseOfHandlersFirst() throws IOException {
        try (var server = serve("echo/tcp");
                var socket = server.connect("echo")) {
            assertThat(echo(socket, "x")).isEqualTo("x");
            String dump = ask("threads", "2");
            assertThat(dump)
                    .containsPattern("^#\\d+ \"(echo|console)\" virtual ")
                    .containsPattern("\nand \\d+ more threads\n$");
            assertThat(dump.lines().filter(line -> line.startsWith("#"))).hasSize(2);
            assertThat(dump).contains("dev.minato.services.stream.EchoService.handle");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            nope                             | 2 | unknown command 'nope' (help lists them)
            kill                             | 2 | kill needs the ID of a connection
            kill 4711                        | 1 | there is no connection 4711
            limits max-connections 0         | 2 | '0' is not from 1
            limits max-connections 100000000 | 2 | the limits allow more
            limits idle-timeout 5            | 2 | '5' is not a duration
            limits drain-timeout 5s          | 2 | 'drain-timeout' is no limit that can change
            limits allow 10.0.0.1/8          | 2 | allow: invalid network "10.0.0.1/8"
            limits one                       | 2 | limits takes a name and a value
            log loud                         | 2 | 'loud' is no level
            log connections maybe            | 2 | 'maybe' is neither on nor off
            threads 0                        | 2 | '0' is not from 1 to 1000
            """)
    void whatIsNotDoneIsSaidWithItsExitCode(String command, int exitCode, String said) {
        try (var _ = serve("echo/tcp");
                var console =
                        Program.minato(Stream.concat(Stream.of("console", socket()), Stream.of(command.split(" ")))
                                .toArray(String[]::new))) {
            assertThat(console.exitCode()).as("%s", console).isEqualTo(exitCode);
            assertThat(console.err().textToEnd())
                    .startsWith("minato: ")
                    .contains(said)
                    .hasLineCount(1);
            assertThat(console.out().toEnd()).isEmpty();
        }
    }

    @Test
    void netcatSocatAndStandardInputAskToo() {
        try (var _ = serve("echo/tcp")) {
            String commands = "log\n\nnope\nlog\n";
            String replies = "level warning, connections off\n\ninvalid: unknown command 'nope' (help lists them)\n\n"
                    + "level warning, connections off\n\n";
            assertThat(Program.outputOf(commands, "socat", "-t", "30", "-", "UNIX-CONNECT:" + socket()))
                    .isEqualTo(replies);
            assertThat(Program.outputOf(commands + "quit\n", "nc", "-N", "-U", socket()))
                    .isEqualTo(replies);
            try (var console = Program.minato("console", socket()).input(commands)) {
                assertThat(console.exitCode()).isEqualTo(2);
                assertThat(console.out().textToEnd()).isEqualTo("level warning, connections off\n".repeat(2));
            }
        }
    }

    /// The socket is the user's alone; a stale one is replaced, a server's is not; at the end it is gone.
    @Test
    void theSocketIsPrivateAndItsOwn() throws IOException {
        try (var server = serve("echo/tcp")) {
            assertThat(Files.getPosixFilePermissions(Path.of(socket())))
                    .isEqualTo(PosixFilePermissions.fromString("rw-------"));
            try (var other = Program.minato("serve", "echo/tcp=127.0.0.1:0", "--console", socket())) {
                assertThat(other.exitCode()).isEqualTo(1);
                assertThat(other.err().textToEnd()).contains("address in use").hasLineCount(1);
            }
            server.program().terminate();
            assertThat(server.program().exitCode()).isZero();
            assertThat(Path.of(socket())).doesNotExist();
        }
        Program.outputOf("", "python3", "-c", "import socket,sys; socket.socket(1).bind(sys.argv[1])", socket());
        try (var _ = serve("echo/tcp")) {
            assertThat(ask("log")).startsWith("level ");
        }
    }

    /// Its commands are answered while connections finish.
    @Test
    void itAnswersDuringTheDrain() throws IOException {
        try (var server = serve("echo/tcp", "--drain-timeout", "1m");
                var socket = server.connect("echo")) {
            assertThat(echo(socket, "x")).isEqualTo("x");
            server.program().terminate();
            server.program().out().await("draining 1 connection");
            assertThat(ask("kill", Long.toString(id("echo")))).startsWith("closed ");
            assertThat(server.program().exitCode()).isZero();
        }
    }

    /// Even one who may open the socket's file: the kernel says whose the process is.
    @Test
    void anotherUserIsRefused() throws IOException {
        Require.tool("setpriv");
        Require.that(Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0), "root, to be another user");
        try (var server = serve("echo/tcp")) {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
            Files.setPosixFilePermissions(Path.of(socket()), PosixFilePermissions.fromString("rw-rw-rw-"));
            List<String> nobody = new ArrayList<>(
                    List.of("setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups", "socat", "-t", "30"));
            nobody.addAll(List.of("-", "UNIX-CONNECT:" + socket()));
            try (var client = Program.tool(nobody).input("connections\n")) {
                assertThat(client.out().textToEnd()).isEqualTo("error: user 65534 may not use this console\n\n");
            }
            server.program().err().await("^minato: console: user 65534 was refused$");
            assertThat(ask("log")).startsWith("level ");
        }
    }
}
