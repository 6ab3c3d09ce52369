package dev.minato.services.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.address.SocketAddr;
import dev.minato.client.UdpAsk;
import dev.minato.error.NetException;
import dev.minato.server.UdpServer;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What asks until it is answered gets through a relay that loses half of everything.
@Timeout(60)
class RelayedEchoTest {
    private static final SocketAddr ANY = SocketAddr.parse("127.0.0.1:0");

    // @start region="relay"
    /// A way to `server` that loses half of all datagrams, and takes from 1 to 3 ms.
    static LossyRelay lossy(SocketAddr server, long seed) throws NetException {
        var conditions = new NetworkConditions(0.5, Duration.ofMillis(2), Duration.ofMillis(1), 0, 0);
        return LossyRelay.start(SocketAddr.parse("127.0.0.1:0"), server, conditions, new SplittableRandom(seed));
    }
    // @end

    @Test
    void askingAgainHelps() throws Exception {
        try (var echo = UdpServer.builder()
                        .listen(ANY, request -> request.reply(request.data()))
                        .start();
                var relay = lossy(echo.localAddresses().getFirst(), 1)) {
            UdpAsk ask =
                    UdpAsk.to(relay.localAddress()).attempts(100).backoff(Duration.ofMillis(20), Duration.ofMillis(20));
            for (byte i = 0; i < 20; i++) {
                var question = ByteBuffer.wrap(new byte[] {1, 2, i});
                assertThat(ask.ask(question.duplicate(), reply -> true)).isEqualTo(question);
            }
            assertThat(relay.counts().lost()).isPositive();
        }
    }
}
