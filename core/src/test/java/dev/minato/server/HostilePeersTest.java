package dev.minato.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.codec.LineCodec;
import dev.minato.testing.Eventually;
import dev.minato.testing.RawPeer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Peers that reset, half-close, scan and do not read, by the hundred: each costs the server its own connection.
@Timeout(60)
class HostilePeersTest {
    private static final RequestHandler<String, String> REPLY = (line, session) -> {
        session.write(line.equals("big") ? "z".repeat(1_000_000) : line);
    };

    private static Kit kit(int connections) throws IOException {
        return Kit.of(
                ConnectionHandler.ofRequests(() -> LineCodec.utf8(2_000_000), REPLY),
                builder -> builder.maxConnections(connections));
    }

    private static void ask(Kit kit) throws IOException {
        try (var peer = kit.connect()) {
            peer.send("one\n");
            assertThat(peer.receive(4)).isEqualTo("one\n");
        }
    }

    @Test
    void aFloodOfRequestsThatAreReset() throws Exception {
        int count = 2_000;
        try (var kit = kit(4)) {
            for (int i = 0; i < count; i++) {
                var peer = kit.connect();
                peer.send("one\n");
                peer.reset();
            }
            ask(kit);
            Eventually.holds("none is left", () -> kit.server.connections().isEmpty());
            assertThat(kit.server.counts().accepted()).isLessThanOrEqualTo(count + 1L);
            assertThat(kit.server.counts().refused()).isEmpty();
        }
    }

    @Test
    void aPortScan() throws Exception {
        try (var kit = kit(4)) {
            for (int i = 0; i < 2_000; i++) {
                kit.connect().close();
            }
            ask(kit);
            kit.awaitEnds(CloseReason.FINISHED, 2_001);
            assertThat(kit.server.connections()).isEmpty();
        }
    }

    /// They are accepted, or not, as the system likes; nobody behind them waits longer for it.
    @Test
    void resetsInTheBacklog() throws Exception {
        try (var kit = kit(1)) {
            try (var first = kit.connect()) {
                first.send("one\n");
                assertThat(first.receive(4)).isEqualTo("one\n");
                List<RawPeer> waiting = new ArrayList<>();
                for (int i = 0; i < 100; i++) {
                    waiting.add(kit.connect());
                }
                for (RawPeer peer : waiting) {
                    peer.reset();
                }
            }
            ask(kit);
            Eventually.holds("none is left", () -> kit.server.connections().isEmpty());
        }
    }

    @Test
    void resetsInTheBacklogOfAServerThatDrains() throws Exception {
        try (var kit = kit(100);
                var first = kit.connect()) {
            first.send("one\n");
            assertThat(first.receive(4)).isEqualTo("one\n");
            for (int i = 0; i < 50; i++) {
                kit.connect().reset();
            }
            try (var last = kit.connect()) {
                last.send("two\n");
                assertThat(kit.server.drain(Duration.ofMinutes(1)).stuck()).isZero();
                assertThat(last.receive(4)).isEqualTo("two\n");
            }
        }
    }

    @Test
    void resetsInTheMiddleOfAReply() throws Exception {
        try (var kit = kit(2)) {
            for (int i = 0; i < 100; i++) {
                var peer = kit.connect();
                peer.send("big\nbig\nbig\n");
                assertThat(peer.receive(4)).isEqualTo("zzzz");
                peer.reset();
            }
            Eventually.holds("all ended", () -> kit.ends().size() == 100);
            assertThat(kit.server.counts().closed().keySet())
                    .isSubsetOf(CloseReason.PEER_GONE, CloseReason.FINISHED, CloseReason.NETWORK_FAILED);
            ask(kit);
        }
    }

    /// What was asked for is answered, and what was not asked to the end is not.
    @ParameterizedTest
    @ValueSource(strings = {"", "o", "one", "one\n", "one\ntwo\n", "one\ntw"})
    void halfClosesAtEveryPoint(String sent) throws Exception {
        try (var kit = kit(1)) {
            for (int i = 0; i < 20; i++) {
                try (var peer = kit.connect()) {
                    peer.send(sent);
                    peer.finish();
                    String whole = sent.substring(0, sent.lastIndexOf('\n') + 1);
                    assertThat(peer.receive(100)).startsWith(whole);
                }
            }
            Eventually.holds("all ended", () -> kit.ends().size() == 20);
            assertThat(kit.server.connections()).isEmpty();
        }
    }

    /// Whoever ends and is still reading gets all there is, however long that takes; that of another connection,
    /// which has a second and a half to say something, is the clock.
    @Test
    void aSlowReaderThatHasEndedGetsItsReplies() throws Exception {
        int requests = 40;
        try (var kit = Kit.of(
                ConnectionHandler.ofRequests(() -> LineCodec.utf8(2_000_000), REPLY),
                builder -> builder.firstByteTimeout(Duration.ofMillis(1500)))) {
            try (var slow = kit.connect()) {
                slow.send("big\n".repeat(requests));
                slow.finish();
                Eventually.holds(
                        "it is read", () -> kit.server.connections().stream().anyMatch(Connection::hasSpoken));
                try (var clock = kit.connect()) {
                    assertThat(clock.isAtEnd()).isTrue();
                }
                assertThat(slow.receive(requests * 1_000_001)).hasSize(requests * 1_000_001);
                assertThat(slow.isAtEnd()).isTrue();
            }
        }
    }

    /// With all permits taken by peers that never read, time gives them back.
    @Test
    void peersThatNeverReadLoseTheirPermits() throws Exception {
        List<RawPeer> peers = new ArrayList<>();
        try (var kit = Kit.of(
                ConnectionHandler.ofRequests(() -> LineCodec.utf8(2_000_000), REPLY),
                builder -> builder.maxConnections(10).writeTimeout(Duration.ofMillis(50)))) {
            for (int i = 0; i < 50; i++) {
                peers.add(kit.connect());
                peers.get(i).send("big\n".repeat(20));
            }
            kit.awaitEnds(CloseReason.WRITE_TIMEOUT, 50);
            ask(kit);
        } finally {
            for (RawPeer peer : peers) {
                peer.close();
            }
        }
    }
}
