package dev.minato.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.address.IpNetwork;
import dev.minato.server.ConnectionActivity.Kind;
import dev.minato.testing.Eventually;
import dev.minato.testing.NetworkTest;
import dev.minato.testing.RawPeer;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/// What is counted of a service is what its clients have seen, while their connections are open and afterwards.
@NetworkTest
class ServerMetricsTest {
    private static final RequestHandler<String, String> ECHO = (line, session) -> session.write(line);

    private final ServerMetrics metrics = new ServerMetrics();

    private ServiceCounts counts() {
        return metrics.counts().getFirst();
    }

    private Kit lines(RequestHandler<String, String> handler) throws Exception {
        return Kit.ofLines(handler, builder -> builder.observer(metrics));
    }

    @Test
    void requestsAndBytesAreCountedWhileTheConnectionIsOpen() throws Exception {
        try (var kit = lines(ECHO);
                var peer = kit.connect()) {
            peer.send("one\ntwo\n");
            assertThat(peer.receive(4)).isEqualTo("one\n");
            assertThat(peer.receive(4)).isEqualTo("two\n");
            Eventually.holds("both are counted", () -> counts().requests().count() == 2 && counts().bytesOut() == 8);
            ServiceCounts counts = counts();
            assertThat(counts.service()).isEqualTo("test");
            assertThat(counts.open()).isEqualTo(1);
            assertThat(counts.opened()).isEqualTo(1);
            assertThat(counts.bytesIn()).isEqualTo(8);
            assertThat(counts.allClosed()).isZero();
            assertThat(counts.requests().sum()).isPositive();
        }
    }

    @Test
    void anEndIsCountedByItsReasonAndItsBytesStay() throws Exception {
        try (var kit = lines(ECHO)) {
            try (var peer = kit.connect()) {
                peer.send("one\n");
                assertThat(peer.receive(4)).isEqualTo("one\n");
            }
            Eventually.holds("it has ended", () -> counts().allClosed() == 1);
            assertThat(counts().closed()).containsEntry(CloseReason.FINISHED, 1L);
            assertThat(counts().open()).isZero();
            assertThat(counts().bytesIn()).isEqualTo(4);
            assertThat(counts().bytesOut()).isEqualTo(4);
        }
    }

    @Test
    void refusalsAreCountedByTheirReasons() throws Exception {
        List<IpNetwork> all = List.of(IpNetwork.parse("127.0.0.0/8"));
        try (var kit = Kit.ofLines(ECHO, builder -> builder.observer(metrics).deny(all));
                var _ = kit.connect()) {
            Eventually.holds("it was refused", () -> !metrics.counts().isEmpty() && counts().allRefused() == 1);
            assertThat(counts().refused())
                    .containsEntry(RefusalReason.DENIED, 1L)
                    .containsEntry(RefusalReason.TOO_MANY_FROM_ADDRESS, 0L);
        }
    }

    @Test
    void aServiceIsThereBeforeAnythingHappens() {
        metrics.add("quiet");
        assertThat(counts().service()).isEqualTo("quiet");
        assertThat(counts().open()).isZero();
        assertThat(counts().blocked()).isZero();
        assertThat(counts().longestBlock()).isZero();
    }

    @Test
    void aRequestThatIsHandledNowIsSeen() throws Exception {
        var goOn = new CountDownLatch(1);
        RequestHandler<String, String> slow = (line, session) -> {
            goOn.await();
            session.write(line);
        };
        try (var kit = lines(slow);
                var peer = kit.connect()) {
            peer.send("one\n");
            Eventually.holds("it is handled", () -> isDoing(kit, Kind.HANDLING));
            ConnectionStats now = kit.server.connections().getFirst().stats();
            assertThat(now.activity().since()).isPositive();
            assertThat(now.requests()).isZero();
            goOn.countDown();
            assertThat(peer.receive(4)).isEqualTo("one\n");
            Eventually.holds("it waits again", () -> isDoing(kit, Kind.OPEN));
            ConnectionStats after = kit.server.connections().getFirst().stats();
            assertThat(after.requests()).isEqualTo(1);
            assertThat(after.slowestRequest())
                    .isGreaterThanOrEqualTo(now.activity().since());
        } finally {
            goOn.countDown();
        }
    }

    private static boolean isDoing(Kit kit, Kind kind) {
        List<Connection> open = kit.server.connections();
        return !open.isEmpty() && open.getFirst().stats().activity().kind() == kind;
    }

    @Test
    void aPeerThatDoesNotReadIsSeen() throws Exception {
        ConnectionHandler pours = connection -> {
            var bytes = ByteBuffer.allocate(64 * 1024);
            for (; ; ) {
                connection.stream().writeAll(bytes.clear());
            }
        };
        try (var kit = Kit.of(pours, builder -> builder.observer(metrics));
                var _ = kit.connect()) {
            Eventually.holds("a write waits", () -> isDoing(kit, Kind.BLOCKED_IN_WRITE));
            assertThat(counts().bytesOut()).isPositive();
            assertThat(counts().blocked()).isEqualTo(1);
            assertThat(counts().longestBlock()).isPositive();
        }
    }

    @Test
    void numbersTellConnectionsApart() throws Exception {
        try (var kit = lines(ECHO);
                RawPeer one = kit.connect();
                RawPeer two = kit.connect()) {
            one.send("a\n");
            two.send("b\n");
            Eventually.holds("both are open", () -> kit.server.connections().size() == 2);
            assertThat(kit.server.connections()).extracting(Connection::id).doesNotHaveDuplicates();
        }
    }

    @Test
    void withoutAnObserverOfRequestsTheyAreOnlyCounted() throws Exception {
        try (var kit = Kit.ofLines(ECHO, _ -> {});
                var peer = kit.connect()) {
            peer.send("one\n");
            assertThat(peer.receive(4)).isEqualTo("one\n");
            Eventually.holds(
                    "it is counted",
                    () -> kit.server.connections().getFirst().stats().requests() == 1);
            assertThat(kit.server.connections().getFirst().stats().slowestRequest())
                    .isZero();
        }
    }
}
