package dev.minato.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What `--verbose` adds and `--quiet` leaves out.
class VerbosityTest {
    private static final String TIME = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z";
    private static final String PEER = "127\\.0\\.0\\.1:\\d+";
    private static final String SECONDS = "\\d+\\.\\d{3} s";

    @Test
    void aVerboseServerSaysWhatBecameOfEachConnection() {
        try (var server = Serving.of("echo/tcp", "--verbose");
                var connect = Program.minato("connect", "127.0.0.1:" + server.tcp("echo"))
                        .input("hello")) {
            assertThat(connect.exitCode()).isZero();
            server.program().err().await("^" + TIME + " echo " + PEER + " opened$");
            server.program()
                    .err()
                    .await("^" + TIME + " echo " + PEER + " closed after " + SECONDS
                            + ", 5 bytes in, 5 bytes out: finished$");
        }
    }

    @Test
    void aVerboseConnectSaysWhatBecameOfIt() {
        try (var server = Serving.of("line/tcp");
                var connect = Program.minato("connect", "-v", "127.0.0.1:" + server.tcp("line"))
                        .input("a\nquit\n")) {
            assertThat(connect.exitCode()).as("%s", connect).isZero();
            assertThat(connect.err().textToEnd())
                    .matches(TIME + " connected from " + PEER + " to " + PEER + " after " + SECONDS + "\\R" + TIME
                            + " ended after " + SECONDS + ", 7 bytes out, 6 bytes in: the peer ended it\\R");
        }
    }

    @Test
    void aVerboseConnectOverUdpSaysItToo() {
        try (var server = Serving.of("reverse");
                var connect = Program.minato(
                                "connect",
                                "--udp",
                                "--verbose",
                                "--timeout",
                                "100ms",
                                "127.0.0.1:" + server.udp("reverse"))
                        .input("ab\n")) {
            assertThat(connect.exitCode()).as("%s", connect).isZero();
            assertThat(connect.err().textToEnd())
                    .containsPattern("ended after " + SECONDS + ", 2 bytes out, 2 bytes in: no datagram for 100ms\\R$");
        }
    }

    @Test
    void aVerboseConnectThatFailsSaysWhyAndWhen() throws IOException {
        String nobody = "127.0.0.1:" + closedPort();
        try (var connect = Program.minato("connect", "--verbose", nobody)) {
            assertThat(connect.exitCode()).isEqualTo(1);
            assertThat(connect.err().textToEnd())
                    .containsPattern("^" + TIME + " ended after " + SECONDS + ", 0 bytes out, 0 bytes in: connect "
                            + nobody + ": connection refused")
                    .contains("minato: connect " + nobody + ": connection refused");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--quiet", "-q"})
    void aQuietConnectThatFailsSaysNothing(String quiet) throws IOException {
        try (var connect = Program.minato("connect", quiet, "127.0.0.1:" + closedPort())) {
            assertThat(connect.exitCode()).isEqualTo(1);
            assertThat(connect.err().textToEnd()).isEmpty();
        }
    }

    @Test
    void aQuietServerServesAndDrainsWithoutAWord() throws IOException {
        int port = closedPort();
        try (var server = Program.minato("serve", "--quiet", "echo/tcp=127.0.0.1:" + port)) {
            String said = "";
            while (said.isEmpty()) { // until it listens
                try (var connect =
                        Program.minato("connect", "-q", "127.0.0.1:" + port).input("hello")) {
                    said = connect.out().textToEnd();
                }
            }
            assertThat(said).isEqualTo("hello");
            server.terminate();
            assertThat(server.exitCode()).isZero();
            assertThat(server.out().toEnd()).isEmpty();
            assertThat(server.err().toEnd()).isEmpty();
        }
    }

    private static int closedPort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
