package dev.minato.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.task.Tasks;
import dev.minato.testing.Call;
import dev.minato.testing.Eventually;
import dev.minato.testing.Expect;
import dev.minato.testing.ListeningTest;
import dev.minato.testing.NetworkTest;
import dev.minato.testing.RawPeer;
import dev.minato.testing.Threads;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// The loop over connections: what it survives and what ends it.
@NetworkTest
@ParameterizedClass
@EnumSource
class TcpIncomingTest extends ListeningTest {
    @Parameter
    Threads threads;

    private final AtomicInteger seen = new AtomicInteger();

    @Test
    void itGivesEachConnectionAndEndsWhenTheListenerIsClosed() throws Exception {
        var loop = start(listener).awaitWaiting();
        for (int i = 1; i <= 10; i++) {
            int expected = i;
            TcpStream.connect(listener.localAddress()).close();
            Eventually.holds("connection " + i + " is seen", () -> seen.get() == expected);
        }
        loop.awaitWaiting();
        listener.close();
        assertThat(loop.result()).isEqualTo(10);
        assertThat(loop.wasInterruptedAtEnd()).isFalse();
    }

    @Test
    void anInterruptEndsItAndLeavesTheFlagAndTheListener() throws Exception {
        var loop = start(listener).awaitWaiting();
        loop.interrupt();
        assertThat(loop.result()).isZero();
        assertThat(loop.wasInterruptedAtEnd()).isTrue();

        TcpStream.connect(listener.localAddress()).close();
        listener.accept().close();
    }

    @Test
    void theCloseOfACloneDoesNotEndIt() throws Exception {
        var clone = listener.tryClone();
        var loop = start(listener).awaitWaiting();
        clone.close();
        TcpStream.connect(listener.localAddress()).close();
        Eventually.holds("the connection is seen", () -> seen.get() == 1);
        loop.awaitWaiting();
        listener.close();
        assertThat(loop.result()).isEqualTo(1);
    }

    @Test
    void theCloseOfItsHandleEndsItThoughAnotherKeepsTheSocketOpen() throws Exception {
        try (var clone = listener.tryClone()) {
            var loop = start(listener).awaitWaiting();
            listener.close();
            assertThat(loop.result()).isZero();
            TcpStream.connect(clone.localAddress()).close();
            clone.accept().close();
        }
    }

    @Test
    @Tag("real")
    void itSurvivesConnectionsThatWereResetInTheQueue() throws Exception {
        for (int i = 0; i < 20; i++) {
            RawPeer.connect(listener.localAddress()).reset();
        }
        var loop = start(listener).awaitWaiting();
        // A system may give those that were reset as well, so only the next after as many tells.
        for (int i = 0; i < 21; i++) {
            TcpStream.connect(listener.localAddress()).close();
        }
        Eventually.holds("the next connections are seen", () -> seen.get() >= 21);
        loop.awaitWaiting();
        listener.close();
        loop.result();
    }

    @Test
    void aDeadlineThatPassesIsThrownOutOfIt() {
        var call = threads.run(() -> Tasks.runWithDeadline(Duration.ofMillis(20), () -> loop(listener)));

        Expect.says(call.failure(), ErrorKind.DEADLINE_EXCEEDED, "accept", listener.localAddress());
        assertThat(call.failure()).hasCauseInstanceOf(UncheckedIOException.class);
    }

    @Test
    void eachCallGivesALoopOfItsOwn() throws Exception {
        var incoming = listener.incoming();
        var one = threads.call(() -> loop(incoming)).awaitWaiting();
        var other = threads.call(() -> loop(incoming)).awaitWaiting();
        for (int i = 0; i < 10; i++) {
            TcpStream.connect(listener.localAddress()).close();
        }
        Eventually.holds("all connections are seen", () -> seen.get() == 10);
        listener.close();
        one.result();
        other.result();
    }

    @Test
    void afterItsEndThereIsNoNext() throws NetException {
        var loop = listener.incoming().iterator();
        listener.close();
        assertThat(loop.hasNext()).isFalse();
        assertThatThrownBy(loop::next).isInstanceOf(NoSuchElementException.class);
        assertThat(listener.incoming()).isEmpty();
    }

    @Test
    void hasNextMayBeAskedAgain() throws NetException {
        try (var near = TcpStream.connect(listener.localAddress())) {
            var loop = listener.incoming().iterator();
            assertThat(loop.hasNext()).isTrue();
            assertThat(loop.hasNext()).isTrue();
            try (var far = loop.next()) {
                assertThat(far.peerAddress()).isEqualTo(near.localAddress());
            }
        }
    }

    private Call<Integer> start(TcpListener listener) {
        return threads.call(() -> loop(listener));
    }

    private int loop(TcpListener listener) throws NetException {
        return loop(listener.incoming());
    }

    private int loop(Iterable<TcpStream> incoming) throws NetException {
        int count = 0;
        for (TcpStream stream : incoming) {
            stream.close();
            count++;
            seen.incrementAndGet();
        }
        return count;
    }
}
