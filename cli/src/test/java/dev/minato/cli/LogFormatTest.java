package dev.minato.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// `--log json` makes each line on standard error one JSON object, connections and warnings alike.
class LogFormatTest {
    private static final String TIME = "\\{\"time\":\"\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z\",";
    private static final String PEER = "\"service\":\"echo\",\"peer\":\"127\\.0\\.0\\.1:\\d+\",";

    @Test
    void connectionsAreObjects() {
        try (var server = Serving.of("echo/tcp", "--verbose", "--log=json");
                var connect = Program.minato("connect", "127.0.0.1:" + server.tcp("echo"))
                        .input("hello")) {
            assertThat(connect.exitCode()).as("%s", connect).isZero();
            Transcript err = server.program().err();
            err.await("^" + TIME + "\"level\":\"INFO\",\"event\":\"opened\"," + PEER + "\"connection\":1\\}$");
            err.await("^" + TIME + "\"level\":\"INFO\",\"event\":\"closed\"," + PEER
                    + "\"connection\":1,\"reason\":\"finished\",\"milliseconds\":\\d+,\"bytesIn\":5,\"bytesOut\":5,"
                    + "\"requests\":0\\}$");
        }
    }

    @Test
    void warningsAreObjectsToo() throws Exception {
        try (var server = Serving.of("echo/tcp", "--log=json", "--deny", "127.0.0.0/8");
                var refused = server.connect("echo")) {
            server.program()
                    .err()
                    .await("^" + TIME + "\"level\":\"WARNING\",\"logger\":\"dev\\.minato\\.server\\.TcpServer\","
                            + "\"message\":\"echo of 127\\.0\\.0\\.1:\\d+: refused: denied\"\\}$");
            assertThat(refused.isConnected()).isTrue();
        }
    }

    @Test
    void anotherFormatIsRefused() {
        try (var serve = Program.minato("serve", "--log", "xml")) {
            assertThat(serve.exitCode()).isEqualTo(2);
            assertThat(serve.err().textToEnd())
                    .isEqualTo("minato: invalid value for option '--log': 'xml' is neither text nor json"
                            + " (see minato serve --help)\n");
        }
    }
}
