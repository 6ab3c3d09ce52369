package dev.minato.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.address.IpNetwork;
import dev.minato.codec.LineCodec;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.net.TcpStream;
import dev.minato.testing.Eventually;
import dev.minato.tls.TestCertificates;
import dev.minato.tls.TlsAcceptor;
import dev.minato.tls.TlsConnector;
import dev.minato.tls.TlsIdentity;
import dev.minato.tls.TlsTrust;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import jdk.jfr.Configuration;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A recording that asks for them has an event for each connection that comes, goes or is refused, each
/// handshake and each rest of a listener; one that does not has none.
@Timeout(60)
class FlightRecordingTest {
    private static final String OPENED = "dev.minato.ConnectionOpened";
    private static final String CLOSED = "dev.minato.ConnectionClosed";
    private static final String REFUSED = "dev.minato.ConnectionRefused";
    private static final String HANDSHAKE = "dev.minato.TlsHandshake";
    private static final String DELAYED = "dev.minato.AcceptDelayed";

    private static final ConnectionHandler ECHO =
            ConnectionHandler.ofRequests(() -> LineCodec.utf8(100), (line, session) -> session.write(line));

    @TempDir
    private Path folder;

    /// What a recording has, with those events switched on, of what happens meanwhile, in its order: in the file
    /// events stand by the buffers of threads.
    private List<RecordedEvent> recorded(List<String> names, ThrowingCallable scene) throws Throwable {
        Path file = folder.resolve("recording.jfr");
        try (var recording = new Recording()) {
            names.forEach(recording::enable);
            recording.start();
            scene.call();
            recording.stop();
            recording.dump(file);
        }
        return RecordingFile.readAllEvents(file).stream()
                .filter(event -> event.getEventType().getName().startsWith("dev.minato."))
                .sorted(Comparator.comparing(RecordedEvent::getStartTime))
                .toList();
    }

    private static void askAndLeave(Kit kit) throws Exception {
        try (var client = kit.connect()) {
            client.send("hello\n");
            assertThat(client.receive(6)).isEqualTo("hello\n");
        }
        Eventually.holds("the connection has ended", () -> kit.ends().size() == 1);
    }

    @Test
    void connectionIsToldWhenItComesAndWhenItGoes() throws Throwable {
        try (var kit = Kit.of(ECHO)) {
            var events = recorded(List.of(OPENED, CLOSED), () -> askAndLeave(kit));

            assertThat(events)
                    .extracting(event -> event.getEventType().getName())
                    .containsExactly(OPENED, CLOSED);
            var opened = events.get(0);
            var closed = events.get(1);
            assertThat(opened.getString("service")).isEqualTo("test");
            assertThat(opened.getString("peer")).startsWith("127.0.0.1:").isEqualTo(closed.getString("peer"));
            assertThat(opened.getLong("connection")).isEqualTo(closed.getLong("connection"));
            assertThat(closed.getString("service")).isEqualTo("test");
            assertThat(closed.getString("reason")).isEqualTo("finished");
            assertThat(closed.getLong("bytesIn")).isEqualTo(6);
            assertThat(closed.getLong("bytesOut")).isEqualTo(6);
            assertThat(closed.getLong("requests")).isEqualTo(1);
            assertThat(closed.getDuration("servedFor")).isPositive();
        }
    }

    @Test
    void nothingIsRecordedThatWasNotAskedFor() throws Throwable {
        try (var kit = Kit.of(ECHO)) {
            assertThat(recorded(List.of(), () -> askAndLeave(kit))).isEmpty();
        }
        try (var kit = Kit.of(ECHO)) {
            assertThat(recorded(List.of(CLOSED), () -> askAndLeave(kit))).hasSize(1);
        }
    }

    @Test
    void refusedConnectionIsToldWithTheReason() throws Throwable {
        var everybody = List.of(IpNetwork.parse("127.0.0.0/8"));
        try (var kit = Kit.of(ECHO, builder -> builder.deny(everybody))) {
            var events = recorded(List.of(REFUSED), () -> {
                connectInVain(kit);
                Eventually.holds("it is refused", () -> kit.refusals().size() == 1);
            });

            assertThat(events).hasSize(1);
            assertThat(events.getFirst().getString("service")).isEqualTo("test");
            assertThat(events.getFirst().getString("peer")).startsWith("127.0.0.1");
            assertThat(events.getFirst().getString("reason")).isEqualTo("denied");
        }
    }

    /// The reset may come within the connect.
    private static void connectInVain(Kit kit) {
        try (var client = TcpStream.connect(kit.server.localAddresses().getFirst())) {
            assertThat(client.read(ByteBuffer.allocate(1))).isEqualTo(-1);
        } catch (NetException e) {
            assertThat(e.kind()).isEqualTo(ErrorKind.CONNECTION_RESET);
        }
    }

    @Test
    void handshakeIsToldWhetherItSucceedsOrFails() throws Throwable {
        var acceptor = TlsAcceptor.builder(TlsIdentity.ofPem(
                        TestCertificates.server().chain(),
                        TestCertificates.server().key()))
                .build();
        try (var kit = Kit.of(ConnectionHandler.overTls(acceptor, ECHO))) {
            var events = recorded(List.of(HANDSHAKE), () -> {
                shakeHands(kit);
                try (var plain = kit.connect()) {
                    plain.send("hello\n");
                    Eventually.holds("both have ended", () -> kit.ends().size() == 2);
                }
            });

            assertThat(events)
                    .hasSize(2)
                    .allMatch(event -> event.getString("service").equals("test"));
            assertThat(events.get(0).getString("failure")).isEmpty();
            assertThat(events.get(0).getDuration("took")).isPositive();
            assertThat(events.get(1).getString("failure")).contains("127.0.0.1:");
        }
    }

    private static void shakeHands(Kit kit) throws IOException {
        var connector = TlsConnector.builder()
                .trust(TlsTrust.ofPem(TestCertificates.ca()))
                .build();
        try (var stream =
                connector.connect(TcpStream.connect(kit.server.localAddresses().getFirst()), "localhost")) {
            stream.writeAll("hello\n".getBytes(UTF_8));
            stream.readExact(new byte[6]);
        }
    }

    @Test
    void restOfAListenerIsTold() throws Throwable {
        var failure = NetException.of(ErrorKind.OTHER, "accept", "too many open files");
        var events = recorded(
                List.of(DELAYED), () -> new FlightRecording().acceptDelayed("test", failure, Duration.ofMillis(5)));

        assertThat(events).hasSize(1);
        assertThat(events.getFirst().getString("service")).isEqualTo("test");
        assertThat(events.getFirst().getString("failure")).contains("too many open files");
        assertThat(events.getFirst().getDuration("delay")).isEqualTo(Duration.ofMillis(5));
    }

    @Test
    void settingsFileOfTheDocumentationSwitchesEachEventOn() throws Exception {
        var settings = Configuration.create(Path.of("../docs/minato.jfc")).getSettings();

        assertThat(settings.keySet())
                .containsExactlyInAnyOrderElementsOf(eventNames().stream()
                        .map(name -> "dev.minato." + name + "#enabled")
                        .toList());
        assertThat(settings.values()).containsOnly("true");
    }

    private static List<String> eventNames() throws IOException {
        try (var files = Files.list(Path.of("src/main/java/dev/minato/jfr"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals("package-info.java"))
                    .map(name -> name.replace(".java", ""))
                    .toList();
        }
    }
}
