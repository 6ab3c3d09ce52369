package dev.minato.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.minato.address.SocketAddr;
import dev.minato.net.TcpListener;
import dev.minato.net.UnixListener;
import dev.minato.net.UnixStream;
import dev.minato.testing.Eventually;
import dev.minato.testing.RawPeer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Whom a server lets in, where, and whom it refuses.
@Timeout(60)
@SuppressWarnings("try") // closing is what is tested
class AdmissionTest {
    private static final RequestHandler<String, String> ECHO = (line, session) -> session.write(line);

    @Test
    void thoseOverTheMaximumWaitForAPermit() throws Exception {
        try (var kit = Kit.ofLines(ECHO, builder -> builder.maxConnections(2));
                var first = kit.connect();
                var second = kit.connect();
                var third = kit.connect()) {
            ask(first);
            ask(second);
            third.send("one\n");
            assertThat(kit.server.connections()).hasSize(2);
            first.close();
            assertThat(third.receive(4)).isEqualTo("one\n");
            assertThat(kit.server.counts().accepted()).isEqualTo(3);
            ask(second);
        }
    }

    /// A permit that a broken pipe kept would be missing for ever.
    @Test
    void permitsComeBackWhateverEndsAConnection() throws Exception {
        RequestHandler<String, String> rude = (line, session) -> {
            if (line.equals("fail")) {
                throw new IllegalStateException("a bug");
            }
            for (int i = 0; i < 100_000; i++) {
                session.write("z".repeat(100));
            }
        };
        try (var kit = Kit.ofLines(rude, builder -> builder.maxConnections(1))) {
            for (int i = 0; i < 20; i++) {
                try (var peer = kit.connect()) {
                    peer.send(i % 2 == 0 ? "flood\n" : "fail\n");
                    if (i % 2 == 0) {
                        assertThat(peer.receive(4)).isEqualTo("zzzz");
                        peer.reset();
                    } else {
                        assertThat(peer.isAtEnd()).isTrue();
                    }
                }
            }
            Eventually.holds("all ended", () -> kit.ends().size() == 20);
            assertThat(kit.server.counts().closed())
                    .containsEntry(CloseReason.PEER_GONE, 10L)
                    .containsEntry(CloseReason.HANDLER_FAILED, 10L);
        }
    }

    @Test
    void anAddressHasItsOwnMaximum() throws Exception {
        try (var kit = Kit.ofLines(ECHO, builder -> builder.maxConnectionsPerAddress(1));
                var first = kit.connect()) {
            ask(first);
            try (var second = kit.connect()) {
                Eventually.holds("refused", () -> !kit.refusals().isEmpty());
                assertThatThrownBy(second::isAtEnd).hasMessageContaining("reset");
                assertThat(kit.refusals().element())
                        .isEqualTo(
                                new Refusal("test", second.address().toString(), RefusalReason.TOO_MANY_FROM_ADDRESS));
            }
            try (var other =
                    RawPeer.connect("127.0.0.2", kit.server.localAddresses().getFirst())) {
                ask(other);
            }
            first.close();
            kit.awaitOpen(0);
            try (var third = kit.connect()) {
                ask(third);
            }
        }
    }

    @Test
    void aServerListensInSeveralPlaces(@TempDir Path folder) throws Exception {
        var path = folder.resolve("socket");
        RequestHandler<String, String> named =
                (_, session) -> session.write(session.connection().service());
        var handler = ConnectionHandler.ofRequests(() -> dev.minato.codec.LineCodec.utf8(100), named);
        try (var server = TcpServer.builder()
                .listen("one", "127.0.0.1:0", handler)
                .listen("two", TcpListener.bind("127.0.0.1:0"), handler)
                .listen(path, handler)
                .listen("four", UnixListener.bind(folder.resolve("other")), handler)
                .start()) {
            assertThat(ask(server.localAddresses().get(0))).isEqualTo("one\n");
            assertThat(ask(server.localAddresses().get(1))).isEqualTo("two\n");
            try (var third = UnixStream.connect(path);
                    var fourth = UnixStream.connect(folder.resolve("other"))) {
                third.writeAll(Kit.bytes("?\n"));
                fourth.writeAll(Kit.bytes("?\n"));
                third.shutdown(dev.minato.net.Shutdown.WRITE);
                fourth.shutdown(dev.minato.net.Shutdown.WRITE);
                assertThat(third.readToString(1000)).isEqualTo(path + "\n");
                assertThat(fourth.readToString(1000)).isEqualTo("four\n");
            }
            assertThat(server.unixAddresses()).hasSize(2);
        }
        assertThat(path).doesNotExist();
    }

    @Test
    void allAddressesAreBoundOrNone() throws Exception {
        try (var taken = TcpListener.bind("127.0.0.1:0")) {
            var other = TcpListener.bind("127.0.0.1:0");
            var builder = TcpServer.builder()
                    .listen(taken.localAddress().toString(), _ -> {})
                    .listen("other", other, _ -> {});
            assertThatThrownBy(builder::start).hasMessageContaining("address in use");
            assertThat(other.isOpen()).isFalse();
        }
    }

    /// [AcceptRateTest] holds when; here none of them is lost.
    @Test
    void connectionsBeyondTheRateAreServedLater() throws Exception {
        List<RawPeer> peers = new ArrayList<>();
        try (var kit = Kit.ofLines(ECHO, builder -> builder.maxAcceptRate(20))) {
            for (int i = 0; i < 30; i++) {
                peers.add(kit.connect());
            }
            for (RawPeer peer : peers) {
                ask(peer);
            }
            assertThat(kit.server.counts().accepted()).isEqualTo(30);
        } finally {
            for (RawPeer peer : peers) {
                peer.close();
            }
        }
    }

    private static void ask(RawPeer peer) throws IOException {
        peer.send("one\n");
        assertThat(peer.receive(4)).isEqualTo("one\n");
    }

    private static String ask(SocketAddr address) throws IOException {
        try (var peer = RawPeer.connect(address)) {
            peer.send("?\n");
            peer.finish();
            return peer.receive(100);
        }
    }
}
