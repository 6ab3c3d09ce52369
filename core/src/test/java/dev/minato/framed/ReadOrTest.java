package dev.minato.framed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.codec.LineCodec;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.framed.Arrival.ChannelEnded;
import dev.minato.framed.Arrival.Message;
import dev.minato.framed.Arrival.PeerEnded;
import dev.minato.framed.Arrival.Value;
import dev.minato.net.ByteStream;
import dev.minato.task.BoundedChannel;
import dev.minato.task.Tasks;
import dev.minato.testing.Allocation;
import dev.minato.testing.Expect;
import dev.minato.testing.NetworkTest;
import dev.minato.testing.Pair;
import dev.minato.testing.Threads;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// One task waits for its peer or a channel, and hears of whichever comes first.
@NetworkTest
class ReadOrTest {
    private static final Duration SHORT = Duration.ofMillis(1);
    private static final int ROUNDS = 20;
    private static final int TURNS = 1000;

    private final BoundedChannel<Integer> mailbox = new BoundedChannel<>(4);
    private Pair pair;
    private Framed<String, String> lines;

    @BeforeEach
    void open() throws NetException {
        pair = Pair.open();
        lines = new Framed<>(pair.near(), LineCodec.utf8(100));
    }

    @AfterEach
    void close() throws NetException {
        lines.close();
        pair.close();
    }

    private void peerSays(String text) throws NetException {
        pair.far().writeAll(text.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @EnumSource
    void itHearsOfBothWhileItWaits(Threads threads) throws Exception {
        for (int i = 0; i < 50; i++) {
            var first = threads.call(() -> lines.readOr(mailbox)).awaitWaiting();
            mailbox.send(i);
            assertThat(first.result()).isEqualTo(new Value<>(i));
            var second = threads.call(() -> lines.readOr(mailbox)).awaitWaiting();
            peerSays("hello\n");
            assertThat(second.result()).isEqualTo(new Message<>("hello"));
        }
    }

    @Test
    void whatIsThereNeedsNoWait() throws Exception {
        mailbox.send(1);
        assertThat(lines.readOr(mailbox)).isEqualTo(new Value<>(1));
        peerSays("a\nb\n");
        assertThat(lines.readOr(mailbox)).isEqualTo(new Message<>("a"));
        assertThat(lines.readOr(mailbox)).isEqualTo(new Message<>("b"));
    }

    @Test
    void theyTakeTurnsWhenBothAreAlwaysReady() throws Exception {
        peerSays("a\nb\nc\n");
        pair.near().awaitReadable();
        for (int i = 1; i <= 3; i++) {
            mailbox.send(i);
        }
        var order = new ArrayList<Arrival<String, Integer>>();
        for (int i = 0; i < 6; i++) {
            order.add(lines.readOr(mailbox));
        }
        assertThat(order)
                .containsExactly(
                        new Message<>("a"),
                        new Value<>(1),
                        new Message<>("b"),
                        new Value<>(2),
                        new Message<>("c"),
                        new Value<>(3));
    }

    /// A peer that sends nothing else does not keep the channel from its turn.
    @Test
    void aBadMessageIsATurn() throws Exception {
        peerSays("x".repeat(101) + "\n" + "y".repeat(101) + "\n");
        pair.near().awaitReadable();
        mailbox.send(1);
        mailbox.send(2);
        Expect.failure(ErrorKind.MESSAGE_TOO_LONG, () -> lines.readOr(mailbox));
        assertThat(lines.readOr(mailbox)).isEqualTo(new Value<>(1));
        Expect.failure(ErrorKind.MESSAGE_TOO_LONG, () -> lines.readOr(mailbox));
        assertThat(lines.readOr(mailbox)).isEqualTo(new Value<>(2));
    }

    @ParameterizedTest
    @EnumSource
    void whatWasWrittenGoesOutBeforeTheWait(Threads threads) throws Exception {
        lines.write("welcome");
        var call = threads.call(() -> lines.readOr(mailbox)).awaitWaiting();
        var welcome = new byte[8];
        pair.far().readExact(welcome);
        assertThat(new String(welcome, StandardCharsets.UTF_8)).isEqualTo("welcome\n");
        mailbox.send(1);
        assertThat(call.result()).isEqualTo(new Value<>(1));
    }

    @ParameterizedTest
    @EnumSource
    void theEndOfThePeerIsToldBesideTheValues(Threads threads) throws Exception {
        var call = threads.call(() -> lines.readOr(mailbox)).awaitWaiting();
        pair.far().close();
        assertThat(call.result()).isEqualTo(new PeerEnded<>());
        mailbox.send(1);
        assertThat(lines.readOr(mailbox)).isEqualTo(new Value<>(1));
        assertThat(lines.readOr(mailbox)).isEqualTo(new PeerEnded<>());
        assertThat(lines.readOr(mailbox)).isEqualTo(new PeerEnded<>());
    }

    @ParameterizedTest
    @EnumSource
    void theEndOfTheChannelComesBehindItsValues(Threads threads) throws Exception {
        var call = threads.call(() -> lines.readOr(mailbox)).awaitWaiting();
        mailbox.close();
        assertThat(call.result()).isEqualTo(new ChannelEnded<>());
        peerSays("still here\n");
        pair.near().awaitReadable();
        assertThat(lines.readOr(mailbox)).isEqualTo(new Message<>("still here"));
        var other = new BoundedChannel<Integer>(1);
        other.send(1);
        other.close();
        assertThat(lines.readOr(other)).isEqualTo(new Value<>(1));
        assertThat(lines.readOr(other)).isEqualTo(new ChannelEnded<>());
    }

    @ParameterizedTest
    @EnumSource
    void anotherChannelTakesThePlaceOfTheFirst(Threads threads) throws Exception {
        var first = threads.call(() -> lines.readOr(mailbox)).awaitWaiting();
        mailbox.send(1);
        assertThat(first.result()).isEqualTo(new Value<>(1));
        var other = new BoundedChannel<String>(1);
        var second = threads.call(() -> lines.readOr(other)).awaitWaiting();
        mailbox.send(2);
        other.send("other");
        assertThat(second.result()).isEqualTo(new Value<>("other"));
        assertThat(mailbox.tryReceive()).contains(2);
    }

    @ParameterizedTest
    @EnumSource
    void anInterruptEndsTheWaitAndLosesNothing(Threads threads) throws Exception {
        peerSays("begun");
        var call = threads.call(() -> lines.readOr(mailbox)).awaitWaiting();
        call.interrupt();
        assertThat(call.failure().kind()).isEqualTo(ErrorKind.INTERRUPTED);
        assertThat(call.failure().operation()).isEqualTo("read");
        assertThat(call.failure().address()).contains(pair.near().peerAddress().toString());
        assertThat(call.wasInterruptedAtEnd()).isTrue();
        peerSays(" and ended\n");
        mailbox.send(1);
        assertThat(lines.read()).contains("begun and ended");
        assertThat(mailbox.tryReceive()).contains(1);
    }

    @Test
    void timeoutsAndDeadlinesAreThoseOfARead() {
        pair.near().setReadTimeout(SHORT);
        NetException failure = Expect.failure(ErrorKind.TIMED_OUT, () -> lines.readOr(mailbox));
        assertThat(failure.operation()).isEqualTo("read");
        pair.near().clearReadTimeout();
        failure = Expect.failure(
                ErrorKind.DEADLINE_EXCEEDED, () -> Tasks.runWithDeadline(SHORT, () -> lines.readOr(mailbox)));
        assertThat(failure.operation()).isEqualTo("read");
    }

    @Test
    void aMessageThatHasBegunHasItsTime() throws Exception {
        lines.setMessageTimeout(SHORT);
        peerSays("begun");
        NetException failure = Expect.failure(ErrorKind.TIMED_OUT, () -> lines.readOr(mailbox));
        assertThat(failure.operation()).isEqualTo("read message");
        pair.near().setReadTimeout(Duration.ofHours(1));
        failure = Expect.failure(ErrorKind.TIMED_OUT, () -> lines.readOr(mailbox));
        assertThat(failure.operation()).isEqualTo("read message");
    }

    @ParameterizedTest
    @EnumSource
    void closingEndsTheWait(Threads threads) throws Exception {
        var call = threads.call(() -> lines.readOr(mailbox)).awaitWaiting();
        lines.close();
        assertThat(call.failure().kind()).isEqualTo(ErrorKind.CLOSED);
        mailbox.send(1);
        assertThat(mailbox.size()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void halvesAndStreamsInMemoryCanBeWaitedFor(Threads threads) throws Exception {
        try (var memory = ByteStream.pair().first();
                var half = new Framed<>(memory, LineCodec.utf8(10)).split().reader()) {
            var call = threads.call(() -> half.readOr(mailbox)).awaitWaiting();
            mailbox.send(1);
            assertThat(call.result()).isEqualTo(new Value<>(1));
        }
    }

    @Test
    void aSourceThatIsWaitedForAloneIsRefused() {
        var scripted = new Framed<>(new ScriptedStream().thenComes("a\n"), LineCodec.utf8(10));
        Expect.failure(ErrorKind.UNSUPPORTED, () -> scripted.readOr(mailbox));
    }

    /// Many of both, from two threads: each comes once and in order.
    @ParameterizedTest
    @EnumSource
    void nothingIsLostOnEitherSide(Threads threads) throws Exception {
        int each = 3000;
        var sending = threads.run(() -> {
            for (int i = 0; i < each; i++) {
                mailbox.send(i);
            }
            mailbox.close();
        });
        var writing = threads.run(() -> {
            try (var far = new Framed<>(pair.far(), LineCodec.utf8(100))) {
                for (int i = 0; i < each; i++) {
                    far.write("line " + i);
                    if (i % 7 == 0) {
                        far.flush();
                    }
                }
            }
        });
        int values = 0;
        int messages = 0;
        boolean channelEnded = false;
        boolean peerEnded = false;
        while (!channelEnded || !peerEnded) {
            switch (lines.readOr(mailbox)) {
                case Message(String line) -> assertThat(line).isEqualTo("line " + messages++);
                case Value(Integer value) -> assertThat(value).isEqualTo(values++);
                case PeerEnded() -> peerEnded = true;
                case ChannelEnded() -> channelEnded = true;
            }
        }
        assertThat(values).isEqualTo(each);
        assertThat(messages).isEqualTo(each);
        sending.result();
        writing.result();
    }

    /// What does not wait allocates its result alone, or little more; what waits, some hundred bytes.
    @Test
    void itAllocatesLittle() throws Exception {
        long ready = Allocation.ofTurn(ROUNDS, TURNS, () -> {
            mailbox.send(1);
            lines.readOr(mailbox);
        });
        var there = new BoundedChannel<Integer>(1);
        Thread asking = Thread.currentThread();
        var answering = Threads.PLATFORM.run(() -> {
            for (var value = there.receive(); value.isPresent(); value = there.receive()) {
                while (asking.getState() != Thread.State.WAITING) {
                    Thread.onSpinWait();
                }
                mailbox.send(value.get());
            }
        });
        long waited = Allocation.ofTurn(ROUNDS, TURNS, () -> {
            there.send(1);
            lines.readOr(mailbox);
        });
        there.close();
        answering.result();
        System.out.println("a value that lies ready: " + ready + " bytes, one that is waited for: " + waited);
        assertThat(ready).isLessThan(128);
        assertThat(waited).isLessThan(768);
    }
}
