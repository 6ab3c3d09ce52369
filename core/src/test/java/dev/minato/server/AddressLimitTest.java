package dev.minato.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.address.SocketAddr;
import dev.minato.net.TcpListener;
import dev.minato.task.TaskGroup;
import dev.minato.testing.Eventually;
import dev.minato.testing.RawPeer;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The bound on the connections of one address, however they come.
@Timeout(60)
class AddressLimitTest {
    private static final Optional<SocketAddr> PEER = Optional.of(SocketAddr.parse("192.0.2.1:5000"));
    private static final int TASKS = 8;
    private static final int ROUNDS = 20_000;

    @Test
    void theCountIsExactWhoeverComesAndGoesAtOnce() throws Exception {
        var limit = new AddressLimit(OptionalInt.of(2));
        var most = new AtomicInteger();
        var now = new AtomicInteger();
        try (var group = new TaskGroup()) {
            for (int i = 0; i < TASKS; i++) {
                group.spawn(() -> {
                    for (int round = 0; round < ROUNDS; round++) {
                        if (limit.tryAcquire(PEER)) {
                            most.accumulateAndGet(now.incrementAndGet(), Math::max);
                            now.decrementAndGet();
                            limit.release(PEER);
                        }
                        if (round % 16 == 0) {
                            Thread.yield();
                        }
                    }
                });
            }
            group.join();
        }
        assertThat(most.get()).isLessThanOrEqualTo(2);
        assertThat(limit.addresses()).isZero();
        assertThat(limit.tryAcquire(PEER)).isTrue();
        assertThat(limit.tryAcquire(PEER)).isTrue();
        assertThat(limit.tryAcquire(PEER)).isFalse();
    }

    /// `127.0.0.1` and `::ffff:127.0.0.1` are one address, and a server has them from different listeners.
    @Test
    void aMappedAddressCountsAsTheOneThatItIs() throws Exception {
        RequestHandler<String, String> echo = (line, session) -> session.write(line);
        ConnectionHandler handler = ConnectionHandler.ofRequests(() -> dev.minato.codec.LineCodec.utf8(100), echo);
        try (var kit = Kit.of(
                        handler, builder -> builder.maxConnectionsPerAddress(1).listen("dual", dualStack(), handler));
                var first = kit.connect()) {
            first.send("one\n");
            assertThat(first.receive(4)).isEqualTo("one\n");
            int port = kit.server.localAddresses().get(1).port();
            try (var second = RawPeer.connect(SocketAddr.parse("127.0.0.1:" + port))) {
                Eventually.holds("refused", () -> kit.refusals().size() == 1);
                assertThat(kit.server.counts().refused()).containsEntry(RefusalReason.TOO_MANY_FROM_ADDRESS, 1L);
                assertThat(second.address().port()).isPositive();
            }
            try (var other = RawPeer.connect(SocketAddr.parse("[::1]:" + port))) {
                other.send("two\n");
                assertThat(other.receive(4)).isEqualTo("two\n");
            }
        }
    }

    private static TcpListener dualStack() {
        try {
            return TcpListener.options().bind("[::]:0");
        } catch (dev.minato.error.NetException e) {
            throw new AssertionError(e);
        }
    }
}
