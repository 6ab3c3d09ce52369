package dev.minato.io;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.net.Shutdown;
import dev.minato.platform.Platform;
import dev.minato.platform.Scope;
import dev.minato.platform.wait.Deadline;
import dev.minato.platform.wait.Parker;
import dev.minato.task.Tasks;
import dev.minato.testing.Call;
import dev.minato.testing.Expect;
import dev.minato.testing.NetworkTest;
import dev.minato.testing.Overridden;
import dev.minato.testing.Pair;
import dev.minato.testing.Pattern;
import dev.minato.testing.Threads;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Both ways at once: bytes, ends, failures and silence.
///
/// ```
///   client.near ── client.far │ relay │ server.near ── server.far
/// ```
@NetworkTest
class CopyBidirectionalTest {
    private static final Duration SHORT = Duration.ofMillis(30);

    private Pair client;
    private Pair server;

    @BeforeEach
    void open() throws NetException {
        client = Pair.open();
        server = Pair.open();
    }

    @AfterEach
    void close() throws NetException {
        client.close();
        server.close();
    }

    private Call<Copied> relay(Threads threads, CopyOptions options) {
        return threads.call(() -> Copy.copyBidirectional(client.far(), server.near(), options));
    }

    private Call<Copied> relay() {
        return relay(Threads.VIRTUAL, CopyOptions.DEFAULT);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(UTF_8);
    }

    @ParameterizedTest
    @EnumSource
    void eachEndIsPassedOnAndTheOtherDirectionGoesOn(Threads threads) throws Exception {
        var relay = relay(threads, CopyOptions.DEFAULT.withBufferSize(3));
        client.near().writeAll(utf8("question"));
        client.near().shutdown(Shutdown.WRITE);
        assertThat(server.far().readToString(100)).isEqualTo("question");
        server.far().writeAll(utf8("long answer"));
        server.far().shutdown(Shutdown.WRITE);
        assertThat(client.near().readToString(100)).isEqualTo("long answer");

        assertThat(relay.result()).isEqualTo(new Copied(8, 11));
    }

    @Test
    void theServerMayEndFirst() throws Exception {
        var relay = relay();
        server.far().writeAll(utf8("220 hello"));
        server.far().shutdown(Shutdown.WRITE);
        assertThat(client.near().readToString(100)).isEqualTo("220 hello");
        client.near().writeAll(utf8("bye"));
        client.near().close();
        assertThat(server.far().readToString(100)).isEqualTo("bye");

        assertThat(relay.result()).isEqualTo(new Copied(3, 9));
    }

    @Test
    void muchGoesBothWaysAtOnce() throws Exception {
        int length = 3_000_000;
        var relay = relay();
        var sending = Threads.VIRTUAL.run(() -> client.near().writeAll(Pattern.bytes(0, length)));
        var answering = Threads.VIRTUAL.run(() -> server.far().writeAll(Pattern.bytes(7, length)));
        var arriving = Threads.VIRTUAL.run(() -> readPattern(server, 0, length));
        var back = ByteBuffer.allocate(length);
        client.near().readExact(back);
        Pattern.check(back.flip(), 7);
        sending.result();
        answering.result();
        arriving.result();
        client.near().shutdown(Shutdown.WRITE);
        server.far().shutdown(Shutdown.WRITE);

        assertThat(relay.result()).isEqualTo(new Copied(length, length));
    }

    private static void readPattern(Pair pair, long position, int length) throws NetException {
        var all = ByteBuffer.allocate(length);
        pair.far().readExact(all);
        Pattern.check(all.flip(), position);
    }

    @Test
    void aResetEndsBothDirectionsAndIsTold() throws Exception {
        var relay = relay();
        client.near().writeAll(utf8("abc"));
        var three = new byte[3];
        server.far().readExact(three);
        server.far().writeAll(utf8("12"));
        client.near().awaitReadable();
        client.near().close(); // with bytes that it has not read: a reset

        NetException failure = relay.failure();
        assertThat(failure.kind()).isEqualTo(ErrorKind.CONNECTION_RESET);
        assertThat(failure.operation()).isEqualTo("copy");
        assertThat(failure).hasMessageContaining("after 3 bytes to the second stream and 2 to the first");
        assertThat(failure).hasCauseInstanceOf(NetException.class);
        assertThat(server.near().isOpen()).isTrue();
    }

    @Test
    void silenceInBothDirectionsEndsIt() throws Exception {
        var relay = relay(Threads.VIRTUAL, CopyOptions.DEFAULT.withIdleTimeout(SHORT));

        NetException failure = relay.failure();
        assertThat(failure.kind()).isEqualTo(ErrorKind.TIMED_OUT);
        assertThat(failure).hasMessageContaining("after 0 bytes").rootCause().hasMessageContaining("nothing moved");
        client.near().writeAll(utf8("still usable"));
        assertThat(client.far().read(new byte[20])).isPositive();
    }

    /// On a clock that is put forward: a quarter of an hour, a byte, another quarter. The end of one direction,
    /// which is no byte, makes the relay look at the time.
    @Test
    void aByteInOneDirectionKeepsBothAlive() throws Exception {
        var clock = new AtomicLong();
        var scope = new Scope(withClock(Platform.current(), clock), Deadline.NEVER);
        var options = CopyOptions.DEFAULT.withIdleTimeout(Duration.ofMinutes(20));
        var relay = Threads.VIRTUAL.call(
                () -> scope.call(() -> Copy.copyBidirectional(client.far(), server.near(), options)));
        relay.awaitWaiting();
        clock.addAndGet(Duration.ofMinutes(15).toNanos());
        server.far().writeAll(new byte[1]);
        client.near().readExact(new byte[1]);
        clock.addAndGet(Duration.ofMinutes(15).toNanos());
        server.far().shutdown(Shutdown.WRITE);
        assertThat(client.near().readToString(1)).isEmpty();
        client.near().shutdown(Shutdown.WRITE);

        assertThat(relay.result()).isEqualTo(new Copied(0, 1));
    }

    private static Platform withClock(Platform real, AtomicLong ahead) {
        Parker clock = real.parker();
        Parker parker = Overridden.of(Parker.class, clock, "now", _ -> clock.now() + ahead.get());
        return Overridden.of(Platform.class, real, "parker", _ -> parker);
    }

    @ParameterizedTest
    @EnumSource
    void anInterruptEndsBothDirections(Threads threads) throws Exception {
        var relay = relay(threads, CopyOptions.DEFAULT).awaitWaiting();
        relay.interrupt();

        assertThat(relay.failure().kind()).isEqualTo(ErrorKind.INTERRUPTED);
        assertThat(relay.wasInterruptedAtEnd()).isTrue();
        server.far().writeAll(utf8("x"));
        assertThat(server.near().read(new byte[1])).isEqualTo(1);
    }

    @Test
    void theDeadlineOfTheScopeEndsIt() throws Exception {
        var relay = Threads.VIRTUAL.call(
                () -> Tasks.withDeadline(SHORT, () -> Copy.copyBidirectional(client.far(), server.near())));

        assertThat(relay.failure().kind()).isEqualTo(ErrorKind.DEADLINE_EXCEEDED);
        assertThat(relay.failure()).hasMessageContaining("deadline exceeded: 30 ms, after 0 bytes");
    }

    @Test
    void failureOfBothDirectionsNamesBothPeers() throws Exception {
        var silent = relay(Threads.VIRTUAL, CopyOptions.DEFAULT.withIdleTimeout(SHORT));

        Expect.says(
                silent.failure(),
                ErrorKind.TIMED_OUT,
                "copy",
                client.far().peerAddress() + " ↔ " + server.near().peerAddress());
    }

    @Test
    void aStreamThatIsClosedMeanwhileEndsIt() throws Exception {
        var relay = relay().awaitWaiting();
        client.near().writeAll(utf8("a"));
        server.far().readExact(new byte[1]);
        server.near().close();

        assertThat(relay.failure().kind()).isEqualTo(ErrorKind.CLOSED);
    }

    /// Both directions would read the same bytes, and the first to see the end would end the other's writing.
    @Test
    void aRelayNeedsTwoStreams() {
        assertThatIllegalArgumentException().isThrownBy(() -> Copy.copyBidirectional(client.far(), client.far()));
    }

    @Test
    void optionsHaveToMakeSense() {
        assertThatIllegalArgumentException().isThrownBy(() -> CopyOptions.DEFAULT.withIdleTimeout(Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> CopyOptions.DEFAULT.withBufferSize(0));
    }
}
