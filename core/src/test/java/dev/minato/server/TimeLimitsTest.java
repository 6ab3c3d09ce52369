package dev.minato.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.codec.LineCodec;
import dev.minato.testing.Eventually;
import dev.minato.testing.RawPeer;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What a connection may take its time with, each limit by the reason that it gives.
@Timeout(60)
class TimeLimitsTest {
    private static final Duration SHORT = Duration.ofMillis(50);

    private static final RequestHandler<String, String> ECHO = (line, session) -> session.write(line);

    @Test
    void theFirstByte() throws Exception {
        try (var kit = Kit.ofLines(ECHO, builder -> builder.firstByteTimeout(SHORT));
                var peer = kit.connect()) {
            assertThat(peer.isAtEnd()).isTrue();
            kit.awaitEnds(CloseReason.FIRST_BYTE_TIMEOUT, 1);
        }
    }

    @Test
    void theNextRequest() throws Exception {
        try (var kit = Kit.ofLines(ECHO, builder -> builder.idleTimeout(SHORT));
                var peer = kit.connect()) {
            peer.send("one\n");
            assertThat(peer.receive(100)).isEqualTo("one\n");
            kit.awaitEnds(CloseReason.IDLE_TIMEOUT, 1);
        }
    }

    @Test
    void readsOfAHandlerAreIdleInTheSameWay() throws Exception {
        ConnectionHandler reader = connection -> {
            var buffer = ByteBuffer.allocate(10);
            while (connection.stream().read(buffer.clear()) != -1) {}
        };
        try (var kit = Kit.of(reader, builder -> builder.idleTimeout(SHORT));
                var peer = kit.connect()) {
            peer.send("one\n");
            assertThat(peer.isAtEnd()).isTrue();
            kit.awaitEnds(CloseReason.IDLE_TIMEOUT, 1);
        }
    }

    /// One that sends a byte now and then is never idle, and never done.
    @Test
    void aRequestFromItsFirstByteToItsLast() throws Exception {
        var handler = ConnectionHandler.ofRequests(() -> LineCodec.utf8(10_000_000), ECHO);
        try (var kit = Kit.of(handler, builder -> builder.requestTimeout(SHORT));
                var peer = kit.connect()) {
            Eventually.holds("closed", () -> {
                sendOne(peer);
                return !kit.ends().isEmpty();
            });
            kit.awaitEnds(CloseReason.REQUEST_TIMEOUT, 1);
        }
    }

    private static void sendOne(RawPeer peer) {
        try {
            peer.send("x");
        } catch (java.io.IOException closed) {
            // As it should be.
        }
    }

    @Test
    void aPeerThatDoesNotRead() throws Exception {
        RequestHandler<String, String> flood = (line, session) -> {
            for (int i = 0; i < 1_000_000; i++) {
                session.write("y".repeat(100));
            }
        };
        try (var kit = Kit.ofLines(flood, builder -> builder.writeTimeout(SHORT));
                var peer = kit.connect()) {
            peer.send("go\n");
            kit.awaitEnds(CloseReason.WRITE_TIMEOUT, 1);
        }
    }

    @Test
    void theWholeLife() throws Exception {
        try (var kit = Kit.ofLines(ECHO, builder -> builder.maxLifetime(SHORT));
                var peer = kit.connect()) {
            peer.send("one\n");
            assertThat(peer.receive(100)).isIn("one\n", "");
            kit.awaitEnds(CloseReason.LIFETIME_OVER, 1);
        }
    }

    /// Connections that open and do nothing hold no others up, and are gone in time.
    @Test
    void aHundredSilentPeersHoldNobodyUp() throws Exception {
        List<RawPeer> silent = new ArrayList<>();
        try (var kit = Kit.ofLines(ECHO, builder -> builder.firstByteTimeout(Duration.ofMillis(300)));
                var peer = kit.connect()) {
            peer.send("here\n");
            for (int i = 0; i < 100; i++) {
                silent.add(kit.connect());
            }
            assertThat(peer.receive(5)).isEqualTo("here\n");
            peer.send("still here\n");
            assertThat(peer.receive(11)).isEqualTo("still here\n");
            kit.awaitEnds(CloseReason.FIRST_BYTE_TIMEOUT, 100);
        } finally {
            for (RawPeer each : silent) {
                each.close();
            }
        }
    }
}
