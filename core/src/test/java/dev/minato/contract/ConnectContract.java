package dev.minato.contract;

import static dev.minato.error.ErrorKind.CONNECTION_REFUSED;
import static dev.minato.error.ErrorKind.DEADLINE_EXCEEDED;
import static dev.minato.error.ErrorKind.INTERRUPTED;
import static dev.minato.error.ErrorKind.TIMED_OUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.minato.net.TcpStream;
import dev.minato.task.Tasks;
import dev.minato.testing.Expect;
import dev.minato.testing.RawListener;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;

/// A connect gives a connection, or says why not, within its time.
@Contract
class ConnectContract {
    @Parameter
    World world;

    @Test
    void bothEndsNameTheSameTwoAddresses() throws Exception {
        try (var listener = world.listener();
                var near = TcpStream.connect(listener.localAddress());
                var far = listener.accept()) {
            assertThat(near.peerAddress()).isEqualTo(listener.localAddress()).isEqualTo(far.localAddress());
            assertThat(far.peerAddress()).isEqualTo(near.localAddress());
            assertThat(near.localAddress().port()).isPositive();
        }
    }

    @Test
    void everyFormOfTheAddressIsTaken() throws Exception {
        try (var listener = world.listener()) {
            var address = listener.localAddress();
            var host = world.family().host();
            for (var stream : List.of(
                    TcpStream.connect(address),
                    TcpStream.connect(address.toString()),
                    TcpStream.connect(host, address.port()))) {
                try (stream;
                        var far = listener.accept()) {
                    assertThat(far.peerAddress()).isEqualTo(stream.localAddress());
                }
            }
        }
    }

    @Test
    void closedPortIsRefused() throws Exception {
        var closed = world.family().closedPort();
        Expect.failure(CONNECTION_REFUSED, "connect", closed, () -> TcpStream.connect(closed));
    }

    @Test
    void portZeroIsRefused() {
        var zero = world.family().any();
        Expect.failure(CONNECTION_REFUSED, "connect", zero, () -> TcpStream.connect(zero));
    }

    @Test
    void refusalComesWithinATimeoutToo() throws Exception {
        var closed = world.family().closedPort();
        Expect.failure(CONNECTION_REFUSED, "connect", closed, () -> TcpStream.connect(closed, Duration.ofHours(1)));
    }

    @Test
    void listenerThatAnswersIsConnectedWithinATimeout() throws Exception {
        try (var listener = world.listener();
                var near = TcpStream.connect(listener.localAddress(), Duration.ofHours(1));
                var far = listener.accept()) {
            far.writeAll(new byte[1]);
            assertThat(near.read(new byte[1])).isEqualTo(1);
        }
    }

    @Test
    void timeoutOfZeroIsRefusedAndTheListenerSeesNothing() throws Exception {
        try (var listener = world.listener()) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> TcpStream.connect(listener.localAddress(), Duration.ZERO));
            try (var near = TcpStream.connect(listener.localAddress());
                    var far = listener.accept()) {
                assertThat(far.peerAddress()).isEqualTo(near.localAddress());
            }
            assertThat(listener.tryAccept()).isEmpty();
        }
    }

    @Test
    @Tag("real")
    void listenerThatDoesNotAnswerTimesOut() throws Exception {
        try (var listener = RawListener.full(world.family())) {
            Expect.failure(
                    TIMED_OUT,
                    "connect",
                    listener.address(),
                    () -> TcpStream.connect(listener.address(), Duration.ofMillis(30)));
            Expect.failure(
                    DEADLINE_EXCEEDED,
                    "connect",
                    listener.address(),
                    () -> Tasks.withDeadline(Duration.ofMillis(30), () -> TcpStream.connect(listener.address())));
        }
    }

    @Test
    @Tag("real")
    void interruptEndsItAndLeavesTheFlag() throws Exception {
        try (var listener = RawListener.full(world.family())) {
            var call = world.call(() -> TcpStream.connect(listener.address())).awaitWaiting();
            call.interrupt();
            Expect.says(call.failure(), INTERRUPTED, "connect", listener.address());
            assertThat(call.wasInterruptedAtEnd()).isTrue();
        }
    }
}
