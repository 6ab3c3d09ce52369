package dev.minato.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `serve --tls-cert` and `connect --tls`: what is said about the connection, and why there is none.
class TlsTest {
    @TempDir
    private static Path folder;

    private static TestIdentities identities;

    @BeforeAll
    static void make() {
        identities = TestIdentities.in(folder);
    }

    private static Serving serve(List<String> tls, String... more) {
        return Serving.of(Stream.of(Stream.of("echo/tcp"), tls.stream(), Stream.of(more))
                .flatMap(part -> part)
                .toArray(String[]::new));
    }

    private static Program connect(Serving server, String... options) {
        return connect("localhost", server, options);
    }

    private static Program connect(String host, Serving server, String... options) {
        var command = Stream.of(
                        Stream.of("connect", "--tls"), Stream.of(options), Stream.of(host + ":" + server.tls("echo")))
                .flatMap(part -> part);
        return Program.minato(command.toArray(String[]::new)).input("hello\n");
    }

    @Test
    void whatWasAgreedOnAndShownIsSaid() {
        try (var server = serve(identities.served("server"), "--alpn=h2,echo");
                var client = connect(server, "--ca", identities.ca(), "--alpn=echo,h2")) {
            assertThat(client.out().textToEnd()).isEqualTo("hello\n");
            assertThat(client.exitCode()).isZero();
            assertThat(client.err().textToEnd())
                    .matches("TLSv1\\.3, TLS_\\w+, application protocol \\w+\\R"
                            + "certificate 1: CN=localhost\\R"
                            + "  for localhost, 127\\.0\\.0\\.1, ::1\\R"
                            + "  signed by CN=Minato Test Intermediate\\R"
                            + "  from \\S+ to \\S+\\R"
                            + "certificate 2: CN=Minato Test Intermediate\\R"
                            + "  signed by CN=Minato Test Root\\R"
                            + "  from \\S+ to \\S+\\R");
            try (var quiet = connect(server, "--ca", identities.ca(), "--quiet")) {
                assertThat(quiet.exitCode()).isZero();
                assertThat(quiet.err().textToEnd()).isEmpty();
            }
        }
    }

    @Test
    void refusalSaysWhyAndWhatWasShown() {
        try (var server = serve(identities.served("server"), "--verbose")) {
            refused(
                    connect(server),
                    "untrusted certificate: the authority CN=Minato Test Root above CN=localhost is not trusted");
            try (var client = connect("127.0.0.1", server, "--insecure")) {
                assertThat(client.exitCode()).isZero();
            }
            server.program().err().await("closed .*: tls failed .*refused by the peer");
        }
    }

    @Test
    void refusalNamesTheHostsAndTheDates() {
        try (var server = serve(identities.served("example"))) {
            refused(
                    connect(server, "--ca", identities.ca()),
                    "untrusted certificate: it is for www.example.test, example.test, not for localhost");
        }
        try (var server = serve(identities.served("expired"))) {
            refused(
                    connect(server, "--ca", identities.ca()),
                    "untrusted certificate: CN=localhost expired at 2021-02-01T00:00:00Z");
            assertThat(server.program().err().text()).contains("expired-chain.pem has expired, clients will refuse it");
        }
    }

    private static void refused(Program client, String why) {
        try (client) {
            assertThat(client.exitCode()).isEqualTo(1);
            assertThat(client.err().textToEnd())
                    .startsWith("certificate 1: CN=")
                    .containsPattern("\\Rminato: tls handshake ")
                    .endsWith(why + "\n");
            assertThat(client.out().textToEnd()).isEmpty();
        }
    }

    @Test
    void clientsShowWhoTheyAre() {
        try (var server = serve(identities.served("server"), "--client-ca", identities.ca(), "--verbose")) {
            try (var client = connect(
                    server,
                    "--ca",
                    identities.ca(),
                    "--cert",
                    identities.file("client-chain.pem"),
                    "--key",
                    identities.file("client.key"))) {
                assertThat(client.out().textToEnd()).isEqualTo("hello\n");
                assertThat(client.exitCode()).isZero();
            }
            try (var nobody = connect(server, "--ca", identities.ca())) {
                assertThat(nobody.exitCode()).isEqualTo(1);
                assertThat(nobody.err().textToEnd()).contains("refused by the peer");
            }
            try (var stranger = connect(
                    server,
                    "--ca",
                    identities.ca(),
                    "--cert",
                    identities.file("strange-client-chain.pem"),
                    "--key",
                    identities.file("strange-client.key"))) {
                assertThat(stranger.exitCode()).isEqualTo(1);
            }
            server.program().err().await("the authority CN=Another Root above CN=mallory is not trusted");
        }
    }

    @Test
    void nameChoosesTheCertificate() {
        List<String> both = Stream.of("server", "example")
                .flatMap(name -> identities.served(name).stream())
                .toList();
        try (var server = serve(both)) {
            for (String name : List.of("localhost", "www.example.test")) {
                String said = Program.outputOf(
                        "",
                        "openssl",
                        "s_client",
                        "-connect",
                        "127.0.0.1:" + server.tls("echo"),
                        "-servername",
                        name,
                        "-CAfile",
                        identities.ca());
                assertThat(said).contains("subject=CN = " + name).contains("Verify return code: 0 (ok)");
            }
        }
    }

    @Test
    void contradictionsAreMisuse() {
        String chain = identities.file("server-chain.pem");
        String key = identities.file("server.key");
        misused("--tls-cert and --tls-key come in pairs, but there are 1 and 0", "serve", "--tls-cert", chain);
        misused("--client-ca needs --tls-cert", "serve", "--client-ca", chain);
        misused("--alpn needs --tls-cert", "serve", "--alpn", "h2");
        misused("--alpn takes names of 1 to 255", "serve", "--tls-cert", chain, "--tls-key", key, "--alpn", "a,,b");
        misused("--ca needs --tls", "connect", "--ca", chain, "localhost:1");
        misused("--insecure needs --tls", "connect", "--insecure", "localhost:1");
        misused("--cert and --key come as a pair", "connect", "--tls", "--cert", chain, "localhost:1");
        misused("--insecure trusts everybody", "connect", "--tls", "--insecure", "--ca", chain, "localhost:1");
        misused("--tls is for TCP", "connect", "--tls", "--udp", "localhost:1");
        fails(
                "read key " + chain + ": invalid data: it has no private key, only CERTIFICATE (line 1)",
                1,
                "serve",
                "--tls-cert",
                chain,
                "--tls-key",
                chain);
        fails("read certificate /none: not found", 1, "serve", "--tls-cert", "/none", "--tls-key", key);
    }

    private static void misused(String words, String... arguments) {
        fails(words, 2, arguments);
    }

    private static void fails(String words, int exitCode, String... arguments) {
        try (var program = Program.minato(arguments)) {
            assertThat(program.exitCode()).as("%s", program).isEqualTo(exitCode);
            assertThat(program.err().textToEnd()).startsWith("minato: " + words).hasLineCount(1);
        }
    }
}
