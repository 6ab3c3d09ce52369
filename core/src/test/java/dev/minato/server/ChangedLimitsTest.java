package dev.minato.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.minato.testing.RawPeer;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Limits that are changed while a server runs: they are for who comes from then on.
@Timeout(60)
class ChangedLimitsTest {
    private static final RequestHandler<String, String> ECHO = (line, session) -> session.write(line);

    private static void echo(RawPeer peer) throws IOException {
        peer.send("x\n");
        assertThat(peer.receive(2)).isEqualTo("x\n");
    }

    @Test
    void whoWaitsIsAcceptedWhenThereMayBeMore() throws Exception {
        try (var kit = Kit.ofLines(ECHO, builder -> builder.maxConnections(1));
                var first = kit.connect();
                var second = kit.connect()) {
            echo(first);
            assertThat(kit.server.connections()).hasSize(1);
            kit.server.setMaxConnections(2);
            echo(second);
            echo(first);
        }
    }

    @Test
    @SuppressWarnings("try") // those that end early
    void whoIsThereStaysWhenThereMayBeFewer() throws Exception {
        try (var kit = Kit.ofLines(ECHO, builder -> builder.maxConnections(3));
                var first = kit.connect();
                var second = kit.connect();
                var third = kit.connect();
                var fourth = kit.connect()) {
            for (var each : new RawPeer[] {first, second, third}) {
                echo(each);
            }
            kit.server.setMaxConnections(1);
            first.close();
            second.close();
            kit.awaitEnds(CloseReason.FINISHED, 2);
            echo(third);
            assertThat(kit.opened()).hasSize(3);
            third.close();
            echo(fourth);
        }
    }

    @Test
    void timeoutsAreOfConnectionsThatComeLater() throws Exception {
        try (var kit = Kit.ofLines(ECHO, builder -> {});
                var early = kit.connect()) {
            echo(early);
            kit.server.setIdleTimeout(Duration.ofMillis(50));
            kit.server.setRequestTimeout(Duration.ofMillis(60));
            kit.server.setWriteTimeout(Duration.ofMillis(70));
            try (var silent = kit.connect()) {
                assertThat(silent.isAtEnd()).isTrue();
                kit.awaitEnds(CloseReason.FIRST_BYTE_TIMEOUT, 1);
            }
            try (var late = kit.connect()) {
                echo(late);
                assertThat(late.isAtEnd()).isTrue();
            }
            kit.server.setIdleTimeout(Duration.ofMinutes(1));
            try (var slow = kit.connect()) {
                slow.send("half");
                assertThat(slow.isAtEnd()).isTrue();
            }
            assertThat(kit.server.counts().closed())
                    .containsEntry(CloseReason.IDLE_TIMEOUT, 1L)
                    .containsEntry(CloseReason.REQUEST_TIMEOUT, 1L);
            echo(early);
        }
    }

    @Test
    void whatIsNoLimitIsRefused() throws Exception {
        try (var kit = Kit.ofLines(ECHO, builder -> {})) {
            assertThatIllegalArgumentException().isThrownBy(() -> kit.server.setMaxConnections(0));
            assertThatIllegalArgumentException().isThrownBy(() -> kit.server.setIdleTimeout(Duration.ZERO));
            assertThatIllegalArgumentException().isThrownBy(() -> kit.server.setRequestTimeout(Duration.ZERO));
            assertThatIllegalArgumentException().isThrownBy(() -> kit.server.setWriteTimeout(Duration.ofNanos(-1)));
        }
    }
}
