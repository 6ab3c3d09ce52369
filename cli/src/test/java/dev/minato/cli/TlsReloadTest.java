package dev.minato.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.net.ByteStream;
import dev.minato.task.Task;
import dev.minato.task.Tasks;
import dev.minato.tls.TlsConnector;
import dev.minato.tls.TlsTrust;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// SIGHUP exchanges the certificates under load: no connection ends, no handshake fails, and openssl resumes the
/// sessions that it had before. (The JDK's own tickets would not be resumed after it: see `TlsContexts`.)
class TlsReloadTest {
    @TempDir
    private static Path folder;

    private static TestIdentities identities;

    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicInteger handshakes = new AtomicInteger();

    @BeforeAll
    static void make() {
        identities = TestIdentities.in(folder);
    }

    @Test
    void reloadUnderLoadEndsNothing() throws Exception {
        use("server");
        try (var server = Serving.of(
                        "echo/tcp",
                        "--tls-cert",
                        identities.file("live.pem"),
                        "--tls-key",
                        identities.file("live.key"));
                var open = connector().connect("localhost:" + server.tls("echo"))) {
            echo(open);
            assertThat(session(server, "new", "1_3")).contains("New, TLSv1.3");
            assertThat(session(server, "old", "1_2")).contains("New, TLSv1.2");
            List<Task<Void>> load = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                load.add(Tasks.spawn(() -> connect(server)));
            }
            for (String next : List.of("renewed", "server", "renewed")) {
                int before = handshakes.get();
                use(next);
                reload(server, "SIGHUP: certificates reloaded: CN=localhost for localhost");
                while (handshakes.get() < before + 4) {
                    Thread.onSpinWait();
                }
                assertThat(session(server, "new", "1_3")).contains("Reused, TLSv1.3");
                assertThat(session(server, "old", "1_2")).contains("Reused, TLSv1.2");
                echo(open);
            }
            over.set(true);
            for (Task<Void> each : load) {
                each.join();
            }
            try (var fresh = connector().connect("localhost:" + server.tls("echo"))) {
                assertThat(fresh.peerCertificates().getFirst())
                        .isNotEqualTo(open.peerCertificates().getFirst());
            }
            server.program().terminate();
        }
    }

    @Test
    void badFilesLeaveTheOldOnes() throws Exception {
        use("server");
        try (var server = Serving.of(
                "echo/tcp", "--tls-cert", identities.file("live.pem"), "--tls-key", identities.file("live.key"))) {
            copy("renewed.key", "live.key");
            hangUp(server);
            server.program()
                    .err()
                    .await(
                            "^minato: SIGHUP: certificates not reloaded, the old stays: read key .*live.key: invalid data: it"
                                    + " is not the key of the certificate CN=localhost$");
            Files.delete(Path.of(identities.file("live.pem")));
            hangUp(server);
            server.program().err().await("the old stays: read certificate .*live.pem: not found$");
            try (var stream = connector().connect("localhost:" + server.tls("echo"))) {
                echo(stream);
            }
        }
    }

    private static TlsConnector connector() throws IOException {
        return TlsConnector.builder()
                .trust(TlsTrust.ofPem(Path.of(identities.ca())))
                .build();
    }

    private Void connect(Serving server) throws IOException {
        TlsConnector connector = connector();
        while (!over.get()) {
            try (var stream = connector.connect("localhost:" + server.tls("echo"))) {
                echo(stream);
            }
            handshakes.incrementAndGet();
        }
        return null;
    }

    private static void echo(ByteStream stream) throws IOException {
        stream.writeAll(ByteBuffer.wrap(new byte[] {'x'}));
        var reply = ByteBuffer.allocate(1);
        assertThat(stream.read(reply)).isEqualTo(1);
        assertThat(reply.get(0)).isEqualTo((byte) 'x');
    }

    /// Connects with openssl, resuming the session of the last time if there is one, and keeps the one that it gets.
    private static String session(Serving server, String name, String version) throws IOException {
        Path file = folder.resolve(name + ".session");
        List<String> command = new ArrayList<>(List.of("openssl", "s_client", "-tls" + version, "-CAfile"));
        command.addAll(List.of(identities.ca(), "-connect", "127.0.0.1:" + server.tls("echo")));
        command.addAll(List.of("-servername", "localhost", "-sess_out", file.toString()));
        if (Files.exists(file)) {
            command.addAll(List.of("-sess_in", file.toString()));
        }
        try (var client = Program.tool(command)) {
            client.stdin().write("echoed\n".getBytes(UTF_8));
            client.stdin().flush();
            client.out().await("^echoed$"); // the ticket has come before
            client.stdin().close();
            String said = client.out().textToEnd();
            assertThat(client.exitCode()).as("%s", client).isZero();
            return said;
        }
    }

    private static void use(String name) throws IOException {
        copy(name + "-chain.pem", "live.pem");
        copy(name + ".key", "live.key");
    }

    private static void copy(String from, String to) throws IOException {
        Files.copy(Path.of(identities.file(from)), Path.of(identities.file(to)), StandardCopyOption.REPLACE_EXISTING);
    }

    private static void reload(Serving server, String said) {
        long before = lines(server, said);
        hangUp(server);
        server.program()
                .out()
                .await(
                        text -> text.lines()
                                        .filter(line -> line.startsWith(said))
                                        .count()
                                > before,
                        said);
    }

    private static long lines(Serving server, String said) {
        return server.program()
                .out()
                .text()
                .lines()
                .filter(line -> line.startsWith(said))
                .count();
    }

    private static void hangUp(Serving server) {
        Program.outputOf("", "kill", "-HUP", Long.toString(server.program().pid()));
    }
}
