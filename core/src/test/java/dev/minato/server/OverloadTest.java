package dev.minato.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.minato.codec.LineCodec;
import dev.minato.task.TaskGroup;
import dev.minato.testing.Descriptors;
import dev.minato.testing.Eventually;
import dev.minato.testing.RawPeer;
import dev.minato.testing.Requirement;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// More clients than a server lets in: it stays at its limits, and loses nobody it has let in.
@Timeout(60)
class OverloadTest {
    private static final int ALLOWED = 30;
    private static final int CLIENTS = 10 * ALLOWED;
    private static final int REQUESTS = 20;

    private final AtomicInteger serving = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();

    /// Counts how many it serves at once.
    private ConnectionHandler counting() {
        var lines = ConnectionHandler.ofRequests(
                () -> LineCodec.utf8(100), (String line, Session<String, String> session) -> session.write(line));
        return connection -> {
            most.accumulateAndGet(serving.incrementAndGet(), Math::max);
            try {
                lines.handle(connection);
            } finally {
                serving.decrementAndGet();
            }
        };
    }

    @Test
    void tenTimesTheClientsAreAllServedAFewAtATime() throws Exception {
        Requirement.that(Descriptors.FOLDER + ", to count descriptors", Descriptors.canBeCounted());
        try (var kit = Kit.of(counting(), builder -> builder.maxConnections(ALLOWED));
                var clients = new TaskGroup()) {
            talk(kit);
            kit.awaitEnds(CloseReason.FINISHED, 1);
            long before = Descriptors.openSockets();
            for (int i = 0; i < CLIENTS; i++) {
                clients.spawn(() -> talk(kit));
            }
            clients.join();
            kit.awaitEnds(CloseReason.FINISHED, CLIENTS + 1);
            assertThat(most.get()).isLessThanOrEqualTo(ALLOWED);
            assertThat(kit.server.connections()).isEmpty();
            Eventually.holds("descriptors are back", () -> Descriptors.openSockets() <= before);
        }
    }

    /// Those that wait cost the server nothing: it holds no more than its permits.
    @Test
    void thoseThatWaitHoldNoDescriptorOfTheServer() throws Exception {
        Requirement.that(Descriptors.FOLDER + ", to count descriptors", Descriptors.canBeCounted());
        List<RawPeer> peers = new ArrayList<>();
        try (var kit = Kit.of(counting(), builder -> builder.maxConnections(ALLOWED))) {
            talk(kit);
            kit.awaitEnds(CloseReason.FINISHED, 1);
            long before = Descriptors.openSockets();
            for (int i = 0; i < CLIENTS; i++) {
                peers.add(kit.connect());
                peers.get(i).send("one\n");
            }
            for (RawPeer peer : peers.subList(0, ALLOWED)) {
                assertThat(peer.receive(4)).isEqualTo("one\n");
            }
            assertThat(kit.server.connections()).hasSize(ALLOWED);
            assertThat(Descriptors.openSockets()).isLessThanOrEqualTo(before + CLIENTS + ALLOWED);
            assertThat(kit.server.drain(Duration.ofMinutes(1)).stuck()).isZero();
            Eventually.holds("only the clients' are left", () -> Descriptors.openSockets() <= before + CLIENTS);
        } finally {
            for (RawPeer peer : peers) {
                peer.close();
            }
        }
    }

    /// Each of thousands has begun a request and does not end it; whoever does is served.
    @Test
    void fiveThousandSlowlorisesHoldNobodyUp() throws Exception {
        Requirement.that("11,000 descriptors", descriptorLimit() >= 11_000);
        int count = 5_000;
        List<RawPeer> slow = new ArrayList<>();
        try (var kit = Kit.of(counting(), builder -> builder.requestTimeout(Duration.ofMillis(200)));
                var honest = kit.connect()) {
            ask(honest);
            for (int i = 0; i < count; i++) {
                slow.add(kit.connect());
                slow.get(i).send("x");
                if (i % 100 == 0) {
                    ask(honest);
                }
            }
            kit.awaitEnds(CloseReason.REQUEST_TIMEOUT, count);
            ask(honest);
            assertThat(kit.server.connections()).hasSize(1);
        } finally {
            for (RawPeer peer : slow) {
                peer.close();
            }
        }
    }

    private static void talk(Kit kit) throws IOException {
        try (var peer = kit.connect()) {
            for (int i = 0; i < REQUESTS; i++) {
                ask(peer);
            }
        }
    }

    private static void ask(RawPeer peer) throws IOException {
        peer.send("one\n");
        assertThat(peer.receive(4)).isEqualTo("one\n");
    }

    private static long descriptorLimit() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getMaxFileDescriptorCount()
                : 0;
    }
}
