package dev.minato.contract;

import static dev.minato.error.ErrorKind.CONNECTION_RESET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.minato.net.TcpListener;
import dev.minato.net.TcpStream;
import dev.minato.testing.Expect;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// Options read back as they were set, for the family of the socket.
@Contract
class OptionContract extends ConnectedContract {
    @Test
    void lingerIsNotSetAtFirstAndReadsBack() throws Exception {
        assertThat(near.linger()).isEmpty();
        near.setLinger(Duration.ofSeconds(1));
        assertThat(near.linger()).contains(Duration.ofSeconds(1));
        near.setLinger(Duration.ofMillis(500));
        assertThat(near.linger()).contains(Duration.ofSeconds(1));
        near.setLinger(Duration.ZERO);
        assertThat(near.linger()).contains(Duration.ZERO);
        near.clearLinger();
        assertThat(near.linger()).isEmpty();
    }

    @Test
    void lingerOfZeroResets() throws Exception {
        pair.near().setLinger(Duration.ZERO);
        pair.near().close();
        Expect.failure(CONNECTION_RESET, () -> pair.far().read(new byte[1]));
    }

    @Test
    void closeResetResets() throws Exception {
        pair.near().closeReset();
        Expect.failure(CONNECTION_RESET, () -> pair.far().read(new byte[1]));
    }

    @Test
    void noDelayIsOffAtFirstAndReadsBack() throws Exception {
        assertThat(near.noDelay()).isFalse();
        near.setNoDelay(true);
        assertThat(near.noDelay()).isTrue();
        near.setNoDelay(false);
        assertThat(near.noDelay()).isFalse();
    }

    @Test
    void keepAliveIsOffAtFirstAndReadsBack() throws Exception {
        assertThat(near.keepAlive()).isFalse();
        near.setKeepAlive(true);
        assertThat(near.keepAlive()).isTrue();
    }

    @Test
    void bufferSizesAreAtLeastWhatWasAskedFor() throws Exception {
        near.setSendBufferSize(8192);
        near.setReceiveBufferSize(8192);
        assertThat(near.sendBufferSize()).isGreaterThanOrEqualTo(8192);
        assertThat(near.receiveBufferSize()).isGreaterThanOrEqualTo(8192);
    }

    @Test
    void multicastTtlReadsBackAndRefusesWhatIsNone() throws Exception {
        try (var socket = world.udpSocket()) {
            assertThat(socket.multicastTtl()).isEqualTo(1);
            socket.setMulticastTtl(40);
            assertThat(socket.multicastTtl()).isEqualTo(40);
            assertThatIllegalArgumentException().isThrownBy(() -> socket.setMulticastTtl(256));
            assertThat(socket.multicastLoop()).isTrue();
            socket.setMulticastLoop(false);
            assertThat(socket.multicastLoop()).isFalse();
        }
    }

    @Test
    void optionsBeforeTheBindAndTheConnectAreThereAfterwards() throws Exception {
        try (var listener = TcpListener.options()
                        .reuseAddress(true)
                        .backlog(5)
                        .noDelay(true)
                        .bind(world.family().any());
                var stream = TcpStream.options()
                        .localAddress(world.family().any())
                        .keepAlive(true)
                        .linger(Duration.ofSeconds(10))
                        .connect(listener.localAddress());
                var accepted = listener.accept()) {
            assertThat(stream.keepAlive()).isTrue();
            assertThat(stream.linger()).contains(Duration.ofSeconds(10));
            assertThat(stream.localAddress().ip())
                    .isEqualTo(world.family().any().ip());
            assertThat(accepted.noDelay()).isTrue();
        }
    }
}
