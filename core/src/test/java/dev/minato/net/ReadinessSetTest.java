package dev.minato.net;

import static dev.minato.error.ErrorKind.CLOSED;
import static dev.minato.error.ErrorKind.INTERRUPTED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.error.NetException;
import dev.minato.testing.Call;
import dev.minato.testing.Eventually;
import dev.minato.testing.Expect;
import dev.minato.testing.NetworkTest;
import dev.minato.testing.Pair;
import dev.minato.testing.Threads;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// Sockets that are kept to be waited for, again and again.
@NetworkTest
@ParameterizedClass
@EnumSource
class ReadinessSetTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(5);

    @Parameter
    Threads threads;

    private final ReadinessSet<Pair> set = new ReadinessSet<>();
    private final List<Pair> pairs = new ArrayList<>();

    private Readiness watched(Pair pair) {
        return Readiness.readable(pair.near());
    }

    private Ready<Pair> ready(Pair pair) {
        return new Ready<>(pair, watched(pair));
    }

    private Pair added() throws NetException {
        var pair = Pair.open().settle();
        pairs.add(pair);
        assertThat(set.add(watched(pair), pair)).isTrue();
        return pair;
    }

    @AfterEach
    void close() throws NetException {
        set.close();
        for (Pair pair : pairs) {
            pair.close();
        }
    }

    private static void drain(Readiness ready) throws NetException {
        var buffer = ByteBuffer.allocate(1024);
        while (((TcpStream) ready.socket()).tryRead(buffer.clear()) > 0) {}
    }

    @Test
    void onlyWhatIsReadyIsReported() throws NetException {
        Pair one = added();
        Pair two = added();
        one.far().writeAll(new byte[1]);
        assertThat(set.await(LONG)).containsExactly(ready(one));
        drain(watched(one));
        two.far().writeAll(new byte[1]);
        assertThat(set.await(LONG)).contains(ready(two));
        assertThat(set.size()).isEqualTo(2);
    }

    @Test
    void whatStaysReadyIsReportedAgain() throws NetException {
        Pair pair = added();
        pair.far().writeAll(new byte[2]);
        assertThat(set.await(LONG)).containsExactly(ready(pair));
        assertThat(pair.near().read(ByteBuffer.allocate(1))).isEqualTo(1);
        assertThat(set.await(LONG)).containsExactly(ready(pair));
        drain(watched(pair));
        assertThat(set.await(SHORT)).isEmpty();
        pair.far().writeAll(new byte[1]);
        assertThat(set.await(LONG)).containsExactly(ready(pair));
    }

    @Test
    void whatWasRemovedIsNotReported() throws NetException {
        Pair pair = added();
        pair.far().writeAll(new byte[1]);
        assertThat(set.remove(watched(pair))).isTrue();
        assertThat(set.remove(watched(pair))).isFalse();
        assertThat(set.await(SHORT)).isEmpty();
        assertThat(set.add(watched(pair), pair)).isTrue();
        assertThat(set.add(watched(pair), pair)).isFalse();
        assertThat(set.await(LONG)).containsExactly(ready(pair));
    }

    @Test
    void eachIsReportedWithItsOwnKey() throws NetException {
        Pair pair = added();
        var other = Pair.open();
        pairs.add(other);
        assertThat(set.add(Readiness.writable(pair.near()), other)).isTrue();
        assertThat(set.await(LONG)).containsExactly(new Ready<>(other, Readiness.writable(pair.near())));
        pair.far().writeAll(new byte[1]);
        pair.near().awaitReadable();
        var reported = new HashSet<Ready<Pair>>();
        while (reported.size() < 2) { // a platform may hear of one direction before the other
            reported.addAll(set.await(LONG));
        }
        assertThat(reported)
                .containsExactlyInAnyOrder(ready(pair), new Ready<>(other, Readiness.writable(pair.near())));
    }

    @Test
    void keyIsThatOfTheFirstAddUntilARemove() throws NetException {
        Pair pair = added();
        var other = Pair.open();
        pairs.add(other);
        pair.far().writeAll(new byte[1]);
        assertThat(set.add(watched(pair), other)).isFalse();
        assertThat(set.await(LONG)).containsExactly(ready(pair));
        assertThat(set.remove(watched(pair))).isTrue();
        assertThat(set.add(watched(pair), other)).isTrue();
        assertThat(set.await(LONG)).containsExactly(new Ready<>(other, watched(pair)));
    }

    /// An event loop makes no garbage for each socket that is ready.
    @Test
    void sameObjectIsReportedEachTime() throws NetException {
        Pair pair = added();
        pair.far().writeAll(new byte[1]);
        Ready<Pair> first = set.await(LONG).getFirst();
        assertThat(set.await(LONG).getFirst()).isSameAs(first);
    }

    @Test
    void oneThatIsAddedDuringAWaitIsWaitedFor() throws Exception {
        var waiting = threads.call(() -> set.await()).awaitWaiting();
        Pair pair = added();
        pair.far().writeAll(new byte[1]);
        assertThat(waiting.result()).containsExactly(ready(pair));
    }

    @Test
    void wakeUpEndsOneWaitWithNothing() throws Exception {
        added();
        var waiting = threads.call(() -> set.await()).awaitWaiting();
        set.wakeUp();
        assertThat(waiting.result()).isEmpty();
        set.wakeUp();
        assertThat(set.await()).isEmpty();
        assertThat(set.await(SHORT)).isEmpty();
    }

    @Test
    void readyLooksWithoutWaiting() throws Exception {
        Pair pair = added();
        assertThat(set.ready()).isEmpty();
        pair.far().writeAll(new byte[1]);
        pair.near().awaitReadable();
        assertThat(set.await(LONG)).containsExactly(ready(pair));
        drain(watched(pair));
        assertThat(set.ready()).isEmpty();
    }

    @Test
    void aClosedSocketStaysReadyUntilItIsRemoved() throws NetException {
        Pair pair = added();
        pair.near().close();
        for (int i = 0; i < 3; i++) {
            assertThat(set.await(LONG)).containsExactly(ready(pair));
        }
        assertThat(set.remove(watched(pair))).isTrue();
        assertThat(set.await(SHORT)).isEmpty();
    }

    @Test
    void closingTheSetEndsItsWaitsAndNoSocket() throws Exception {
        Pair pair = added();
        var waiting = threads.call(() -> set.await()).awaitWaiting();
        set.close();
        set.close();
        assertThat(waiting.failure().kind()).isEqualTo(CLOSED);
        assertThat(set.isOpen()).isFalse();
        Expect.failure(CLOSED, () -> set.await());
        Expect.failure(CLOSED, () -> set.ready());
        Expect.failure(CLOSED, () -> set.add(watched(pair), pair));
        pair.far().writeAll(new byte[1]);
        assertThat(pair.near().read(ByteBuffer.allocate(1))).isEqualTo(1);
    }

    @Test
    void afterAnInterruptNothingIsLost() throws Exception {
        Pair pair = added();
        var waiting = threads.call(() -> set.await()).awaitWaiting();
        waiting.interrupt();
        assertThat(waiting.failure().kind()).isEqualTo(INTERRUPTED);
        pair.far().writeAll(new byte[1]);
        assertThat(set.await(LONG)).containsExactly(ready(pair));
    }

    @Test
    void whatIsReadyIsToldToOneOfSeveralThatWait() throws Exception {
        Pair pair = added();
        var one = threads.call(() -> set.await(LONG)).awaitWaiting();
        var two = threads.call(() -> set.await(LONG)).awaitWaiting();
        pair.far().writeAll(new byte[1]);
        var first = threads.call(() -> {
                    Eventually.holds("one is told", () -> one.isFinished() || two.isFinished());
                    return one.isFinished() ? one : two;
                })
                .result();
        assertThat(first.result()).containsExactly(ready(pair));
        drain(watched(pair));
        set.wakeUp();
        assertThat((first == one ? two : one).result()).isEmpty();
    }

    /// Every byte is heard of, whoever wins: the one who sends, or the one who goes back to wait.
    @Test
    void noReadinessIsLostBetweenTheWaits() throws Exception {
        int connections = 20;
        int rounds = 300;
        for (int i = 0; i < connections; i++) {
            added();
        }
        var received = new AtomicInteger();
        var loop = threads.run(() -> {
            var buffer = ByteBuffer.allocate(64);
            while (received.get() < connections * rounds) {
                List<Ready<Pair>> all = set.await(LONG);
                assertThat(all).as("nothing for %s after %s", LONG, received).isNotEmpty();
                for (Ready<Pair> ready : all) {
                    received.addAndGet(ready.key().near().tryRead(buffer.clear()));
                }
            }
        });
        var senders = new ArrayList<Call<Threads>>();
        for (Pair pair : pairs) {
            senders.add(Threads.VIRTUAL.run(() -> {
                for (int i = 0; i < rounds; i++) {
                    pair.far().writeAll(new byte[1]);
                }
            }));
        }
        for (var sender : senders) {
            sender.result();
        }
        loop.result();
        assertThat(received).hasValue(connections * rounds);
    }
}
