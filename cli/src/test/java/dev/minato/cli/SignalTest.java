package dev.minato.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A signal drains, and the process then exits with 0; a second one exits at once, with the code of the signal.
class SignalTest {
    /// Runs its arguments in a pseudo-terminal of their own and types ^C whenever a line holds one of the words
    /// of the first argument; shows what they print, and at the end their exit code.
    private static final String TYPE_CONTROL_C = """
            import os, pty, signal, sys
            words = sys.argv[1].split(',')
            child, terminal = pty.fork()
            if child == 0:
                signal.signal(signal.SIGINT, signal.SIG_DFL)
                os.execv(sys.argv[2], sys.argv[2:])
            seen = ''
            while True:
                try:
                    data = os.read(terminal, 4096)
                except OSError:
                    break
                if not data:
                    break
                seen += data.decode()
                sys.stdout.write(data.decode())
                sys.stdout.flush()
                if words and words[0] in seen:
                    seen = ''
                    words.pop(0)
                    os.write(terminal, b'\\x03')
            print('exit code', os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
            """;

    @Test
    void sigtermLetsConnectionsFinishAndExits0() throws IOException {
        try (var server = Serving.of("echo/tcp", "kv", "--drain-timeout", "1m");
                Socket open = server.connect("echo")) {
            assertThat(exchange(open, "before")).isEqualTo("before");
            int port = server.tcp("kv");
            server.program().terminate();
            server.program().out().await("^SIGTERM: draining 1 connection for at most 1m$");
            assertThat(exchange(open, "still")).isEqualTo("still");
            open.shutdownOutput();
            assertThat(open.getInputStream().read()).isEqualTo(-1);
            assertThat(server.program().exitCode()).isZero();
            assertThat(server.program().err().toEnd()).isEmpty();
            assertThatThrownBy(() -> new Socket("127.0.0.1", port).close()).isInstanceOf(ConnectException.class);
        }
    }

    @Test
    void connectionsThatDoNotFinishAreClosedAfterTheDrainTimeout() throws IOException {
        try (var server = Serving.of("echo/tcp", "--drain-timeout", "50ms");
                Socket open = server.connect("echo")) {
            assertThat(exchange(open, "hello")).isEqualTo("hello");
            server.program().terminate();
            assertThat(server.program().exitCode()).isZero();
            assertThat(server.program().err().toEnd()).isEmpty();
        }
    }

    @Test
    void aSecondSigtermExitsAtOnceWith143() throws IOException {
        try (var server = Serving.of("echo/tcp", "--drain-timeout", "60m");
                Socket open = server.connect("echo")) {
            assertThat(exchange(open, "hello")).isEqualTo("hello");
            server.program().terminate();
            server.program().out().await("^SIGTERM: draining 1 connection");
            server.program().terminate();
            assertThat(server.program().exitCode()).isEqualTo(143);
        }
    }

    @Test
    void controlCInATerminalDrainsAndExits0() {
        try (var terminal = inTerminal("SERVICE", "serve", "echo=127.0.0.1:0")) {
            String said = terminal.out().textToEnd();
            assertThat(said).contains("SIGINT: draining 0 connections").contains("exit code 0");
            assertThat(terminal.exitCode()).isZero();
        }
    }

    @Test
    void aSecondControlCExitsAtOnceWith130() throws IOException {
        try (var terminal =
                inTerminal("opened,draining", "serve", "echo/tcp=127.0.0.1:0", "--drain-timeout", "60m", "--verbose")) {
            int port = Integer.parseInt(terminal.out()
                    .await("^echo +tcp +127\\.0\\.0\\.1:(\\d+)\\s")
                    .group(1));
            try (var _ = new Socket("127.0.0.1", port)) { // which is why it drains
                assertThat(terminal.out().textToEnd())
                        .contains("draining 1 connection")
                        .contains("exit code 130");
            }
        }
    }

    private static Program inTerminal(String words, String... arguments) {
        List<String> command = new ArrayList<>(List.of("python3", "-c", TYPE_CONTROL_C, words));
        command.addAll(Program.minatoCommand(arguments));
        return Program.tool(command);
    }

    private static String exchange(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(US_ASCII));
        return new String(socket.getInputStream().readNBytes(text.length()), US_ASCII);
    }
}
