package dev.minato.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// People with netcat, socat and OpenSSL talk to each other in `chat`, until the server drains.
class ChatTest {
    private static Program guest(String name, String... command) throws IOException {
        var guest = Program.tool(List.of(command));
        says(guest, name);
        guest.out().await("^\\* you are in lobby, .*$");
        return guest;
    }

    private static void says(Program guest, String line) throws IOException {
        guest.stdin().write((line + "\n").getBytes(StandardCharsets.UTF_8));
        guest.stdin().flush();
    }

    @Test
    void netcatAndSocatHearEachOtherAndTheEnd() throws IOException {
        try (var server = Serving.of("chat")) {
            String port = Integer.toString(server.tcp("chat"));
            try (var anna = guest("anna", "nc", "127.0.0.1", port);
                    var ben = guest("ben", "socat", "-", "TCP:127.0.0.1:" + port)) {
                anna.out().await("^\\* ben joined lobby$");
                says(anna, "hello \u001b[31mben");
                ben.out().await("^anna: hello \\?\\[31mben$");
                says(ben, "/join tea");
                anna.out().await("^\\* ben left for tea$");
                says(ben, "/msg anna come here");
                anna.out().await("^ben \\(to you\\): come here$");
                server.program().terminate();
                anna.out().await("^\\* the server is going down; goodbye$");
                assertThat(server.program().exitCode()).isZero();
                assertThat(server.program().out().text()).contains(": 2 finished");
                // Netcat stays until its own input ends, too.
                anna.stdin().close();
                assertThat(anna.exitCode()).isZero();
                assertThat(ben.exitCode()).isZero();
                assertThat(ben.out().textToEnd()).endsWith("\n* the server is going down; goodbye\n");
            }
        }
    }

    @Test
    void overTlsItIsTheSame(@TempDir Path folder) throws IOException {
        var identities = TestIdentities.in(folder);
        var arguments = Stream.concat(Stream.of("chat"), identities.served("server").stream());
        try (var server = Serving.of(arguments.toArray(String[]::new))) {
            String address = "localhost:" + server.tls("chat");
            String[] openssl = {"openssl", "s_client", "-quiet", "-CAfile", identities.ca(), "-connect", address};
            try (var anna = guest("anna", openssl);
                    var ben = guest("ben", openssl)) {
                says(ben, "hello over TLS");
                anna.out().await("^ben: hello over TLS$");
                says(ben, "/quit");
                anna.out().await("^\\* ben left$");
            }
        }
    }
}
