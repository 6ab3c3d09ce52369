package dev.minato.io;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.net.TcpStream;
import dev.minato.testing.Call;
import dev.minato.testing.Loopback;
import dev.minato.testing.NetworkTest;
import dev.minato.testing.Pair;
import dev.minato.testing.Pattern;
import dev.minato.testing.RawListener;
import dev.minato.testing.RawPeer;
import dev.minato.testing.Threads;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A relay passes on what lies before and behind urgent data, in order; the urgent byte itself is dropped, as by
/// every read. splice(2) stops for good at the mark of one, however much of what lies before it went that way.
@NetworkTest
@Tag("real")
class CopyUrgentDataTest {
    private static final int AFTER = 500_000;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 10_000, 64 * 1024, 100_000, 500_000, 3_000_000})
    void whatLiesAroundUrgentDataArrivesInOrder(int before) throws Exception {
        try (var listener = RawListener.open(Loopback.IPV4);
                var from = TcpStream.connect(listener.address());
                RawPeer peer = listener.accept();
                Pair to = Pair.open()) {
            Call<Copied> relay = Threads.VIRTUAL.call(() -> Copy.copyBidirectional(from, to.near()));
            var sending = Threads.VIRTUAL.run(() -> send(peer, before));

            assertThat(Pattern.checkToEnd(to.far())).isEqualTo(before + AFTER);
            to.far().close();
            assertThat(relay.result()).isEqualTo(new Copied(before + AFTER, 0));
            sending.result();
        }
    }

    private static void send(RawPeer peer, int before) throws Exception {
        peer.send(Pattern.bytes(0, before).array());
        peer.sendUrgent((byte) '!');
        peer.send(Pattern.bytes(before, AFTER).array());
        peer.finish();
    }
}
