package dev.minato.framed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.codec.LineCodec;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.testing.Expect;
import dev.minato.testing.NetworkTest;
import dev.minato.testing.Pair;
import dev.minato.testing.Threads;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A reader and a writer of one connection, for two tasks that each own one.
@NetworkTest
class FramedSplitTest extends FramedPairTest {
    private static final Duration SHORT = Duration.ofMillis(20);

    private String received(int count) throws NetException {
        byte[] bytes = new byte[count];
        pair.near().readExact(bytes);
        return new String(bytes, UTF_8);
    }

    @ParameterizedTest
    @EnumSource
    void writerSendsWhileTheReaderWaits(Threads threads) throws Exception {
        var halves = split();
        var reading = threads.call(halves.reader()::read).awaitWaiting();

        halves.writer().write("question");
        halves.writer().flush();

        assertThat(received(9)).isEqualTo("question\n");
        send("answer\n");
        assertThat(reading.result()).contains("answer");
    }

    @Test
    void readerSendsNothing() throws Exception {
        var halves = split();
        halves.writer().write("later");
        var reading = Threads.VIRTUAL.call(halves.reader()::read).awaitWaiting();
        Expect.failure(ErrorKind.TIMED_OUT, () -> pair.near().awaitReadable(SHORT));

        halves.writer().flush();
        assertThat(received(6)).isEqualTo("later\n");
        send("a\n");
        reading.result();
    }

    @Test
    void whatWasReadAndWrittenBeforeGoesOn() throws Exception {
        pair.far().setReadTimeout(SHORT);
        send("first\nsecond\nthi");
        assertThat(lines.read()).contains("first");
        lines.write("before");

        var halves = split();

        assertThat(halves.reader().read()).contains("second");
        Expect.failure(ErrorKind.TIMED_OUT, halves.reader()::read);
        send("rd\n");
        assertThat(halves.reader().read()).contains("third");
        halves.writer().write("after");
        halves.writer().flush();
        assertThat(received(13)).isEqualTo("before\nafter\n");
    }

    @Test
    void closedWriterIsTheEndForThePeerAndTheReaderReadsOn() throws Exception {
        var halves = split();
        halves.writer().write("last");
        halves.writer().close();
        halves.writer().close();

        assertThat(pair.near().readToString(100)).isEqualTo("last\n");
        Expect.failure(ErrorKind.CLOSED, () -> halves.writer().write("more"));
        send("answer\n");
        assertThat(halves.reader().read()).contains("answer");
        halves.reader().close();
        assertThat(pair.far().isOpen()).isFalse();
    }

    @Test
    void closedReaderLeavesTheWriter() throws Exception {
        var halves = split();
        halves.reader().close();
        Expect.failure(ErrorKind.CLOSED, halves.reader()::read);

        halves.writer().write("still");
        halves.writer().close();

        assertThat(pair.near().readToString(100)).isEqualTo("still\n");
        assertThat(pair.far().isOpen()).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void closingAHalfEndsTheCallThatWaitsInIt(Threads threads) throws Exception {
        var halves = split();
        var reading = threads.call(halves.reader()::read).awaitWaiting();

        halves.reader().close();

        assertThat(reading.failure().kind()).isEqualTo(ErrorKind.CLOSED);
        halves.writer().write("on");
        halves.writer().flush();
        assertThat(received(3)).isEqualTo("on\n");
    }

    @Test
    void bothHalvesAreClosedTogether() throws Exception {
        try (var halves = lines.split()) {
            halves.writer().write("last");
        }

        assertThat(pair.near().readToString(100)).isEqualTo("last\n");
        assertThat(pair.far().isOpen()).isFalse();
    }

    /// Nothing is closed with what was split: its halves are.
    @Test
    void whatWasSplitHasNothingToClose() throws Exception {
        FramedHalves<String, String> halves;
        try (var framed = lines) {
            halves = framed.split();
            split.add(halves);
        }
        halves.writer().write("on");
        halves.writer().flush();
        assertThat(received(3)).isEqualTo("on\n");
    }

    /// The halves of two streams are closed one by one.
    @Test
    void twoDirectionsThatWereFramedAreParted() throws Exception {
        try (var other = Pair.open()) {
            var out = other.near().split();
            var in = pair.far().split();
            var halves = new Framed<>(in.reader(), out.writer(), LineCodec.utf8(100), LineCodec.utf8(100)).split();
            assertThat(halves.reader().source()).isSameAs(in.reader());
            assertThat(halves.writer().sink()).isSameAs(out.writer());

            halves.writer().write("out");
            halves.writer().close();
            assertThat(other.far().readToString(10)).isEqualTo("out\n");
            send("in\n");
            assertThat(halves.reader().read()).contains("in");
            halves.reader().close();
            assertThat(in.reader().isOpen()).isFalse();
            assertThat(out.reader().isOpen()).isTrue();
            in.writer().close();
            out.reader().close();
        }
    }

    @Test
    void timeoutOfAMessageIsTheReaders() throws Exception {
        lines.setMessageTimeout(SHORT);
        var reader = split().reader();
        send("ha");
        Expect.failure(ErrorKind.TIMED_OUT, "read message", pair.far().peerAddress(), reader::read);

        reader.setMessageTimeout(Duration.ofMinutes(1));
        send("lf\n");
        assertThat(reader.read()).contains("half");
    }

    @Test
    void readerAndWriterNeedNoStream() throws Exception {
        var halves = pair.far().split();
        try (var reader = new FramedReader<>(halves.reader(), LineCodec.utf8(100));
                var writer = new FramedWriter<>(halves.writer(), LineCodec.utf8(100))) {
            send("one\n");
            writer.write(reader.read().orElseThrow());
        }
        assertThat(pair.near().readToString(100)).isEqualTo("one\n");
        assertThat(pair.far().isOpen()).isFalse();
    }

    @Test
    void streamThatCannotBePartedStaysWhole() throws Exception {
        var stream = new ScriptedStream();
        var framed = new Framed<>(stream, LineCodec.utf8(100));
        framed.write("a");

        Expect.failure(ErrorKind.UNSUPPORTED, framed::split);

        framed.close();
        assertThat(stream.text()).isEqualTo("a\n");
        lines.close();
        Expect.failure(ErrorKind.CLOSED, lines::split);
    }
}
