package dev.minato.io;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.net.ByteStream;
import dev.minato.net.Shutdown;
import dev.minato.platform.TryPipe;
import dev.minato.testing.Call;
import dev.minato.testing.Expect;
import dev.minato.testing.NetworkTest;
import dev.minato.testing.Pair;
import dev.minato.testing.Pattern;
import dev.minato.testing.Threads;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Much at once goes by a pipe of the kernel where there are such, and nobody sees a difference: bytes, ends,
/// counts, failures, and what is on its way when one comes.
///
/// ```
///   client.near ── client.far │ relay │ server.near ── server.far
/// ```
@NetworkTest
class CopySpliceTest {
    private static final int MUCH = 3_000_000;

    private CountedPipes pipes = new CountedPipes();
    private Pair client;
    private Pair server;

    private void open(CountedPipes counted) throws Exception {
        pipes = counted;
        client = counted.pair();
        server = counted.pair();
    }

    @AfterEach
    void close() throws NetException {
        client.close();
        server.close();
    }

    private Call<Copied> relay() {
        return Threads.VIRTUAL.call(() -> Copy.copyBidirectional(client.far(), server.near()));
    }

    private static Call<Threads> send(ByteStream to, int length) {
        return Threads.VIRTUAL.run(() -> {
            to.writeAll(Pattern.bytes(0, length));
            to.shutdown(Shutdown.WRITE);
        });
    }

    private void goesThrough() throws Exception {
        var relay = relay();
        var there = send(client.near(), MUCH);
        var back = send(server.far(), MUCH);
        var arriving = Threads.VIRTUAL.call(() -> Pattern.checkToEnd(client.near()));

        assertThat(Pattern.checkToEnd(server.far())).isEqualTo(MUCH);
        assertThat(arriving.result()).isEqualTo(MUCH);
        assertThat(relay.result()).isEqualTo(new Copied(MUCH, MUCH));
        there.result();
        back.result();
    }

    @Test
    void muchGoesByPipesWhereThereAreSuch() throws Exception {
        open(new CountedPipes());

        goesThrough();

        assertThat(pipes.taken() > 0).isEqualTo(CountedPipes.arePossible());
    }

    @Test
    void littleIsCopied() throws Exception {
        open(new CountedPipes());
        var relay = relay();
        var message = ByteBuffer.allocate(8 * 1024);
        for (int i = 0; i < 50; i++) {
            client.near().writeAll(Pattern.bytes(0, message.capacity()));
            server.far().readExact(message.clear());
            Pattern.check(message.flip(), 0);
        }
        client.near().shutdown(Shutdown.WRITE);
        server.far().shutdown(Shutdown.WRITE);

        assertThat(relay.result()).isEqualTo(new Copied(50 * 8 * 1024, 0));
        assertThat(pipes.taken()).isZero();
    }

    /// One that comes in two pieces is copied, but they seldom do.
    @Test
    void messagesOf64KiBGoByPipes() throws Exception {
        open(new CountedPipes());
        server.near().setNoDelay(true); // or what is copied in pieces waits for a late acknowledgement
        var relay = relay();
        var message = ByteBuffer.allocate(64 * 1024);
        for (int i = 0; i < 300 && pipes.taken() == 0; i++) {
            client.near().writeAll(Pattern.bytes(i, message.capacity()));
            server.far().readExact(message.clear());
            Pattern.check(message.flip(), i);
        }
        client.near().shutdown(Shutdown.WRITE);
        server.far().shutdown(Shutdown.WRITE);

        assertThat(relay.result().toFirst()).isZero();
        assertThat(pipes.taken() > 0).isEqualTo(CountedPipes.arePossible());
    }

    @ParameterizedTest
    @ValueSource(strings = {"tryFill", "tryDrain"})
    void whatTheKernelRefusesIsCopied(String method) throws Exception {
        open(new CountedPipes(pipe -> CountedPipes.refusing(pipe, method)));

        goesThrough();
    }

    @Test
    void withoutPipesItIsCopied() throws Exception {
        UnaryOperator<Optional<TryPipe>> none = pipe -> {
            pipe.ifPresent(TryPipe::close);
            return Optional.empty();
        };
        open(new CountedPipes(none));

        goesThrough();
    }

    /// Pieces of all sizes, with waits in between, both ways at the same time, by one stream and the halves
    /// of another.
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void anyPiecesArriveWhole(long seed) throws Exception {
        open(new CountedPipes());
        var relay = relay();
        var there = Threads.VIRTUAL.call(() -> sendPieces(client.near(), new Random(seed)));
        var back = Threads.VIRTUAL.call(() -> sendPieces(server.far(), new Random(-seed)));
        var arriving = Threads.VIRTUAL.call(() -> receivePieces(client.near(), new Random(seed + 100)));

        long arrived = receivePieces(server.far(), new Random(seed + 200));

        assertThat(arrived).isEqualTo(there.result());
        assertThat(arriving.result()).isEqualTo(back.result());
        assertThat(relay.result()).isEqualTo(new Copied(there.result(), back.result()));
    }

    private static long sendPieces(ByteStream to, Random random) throws NetException {
        long sent = 0;
        for (int i = 0; i < 40; i++) {
            int length = random.nextInt(1 << random.nextInt(1, 19));
            to.writeAll(Pattern.bytes(sent, length));
            sent += length;
        }
        to.shutdown(Shutdown.WRITE);
        return sent;
    }

    private static long receivePieces(ByteStream from, Random random) throws NetException {
        var buffer = ByteBuffer.allocate(1 << 18);
        long total = 0;
        while (from.read(buffer.clear().limit(1 + random.nextInt(buffer.capacity()))) != -1) {
            int count = buffer.position();
            Pattern.check(buffer.flip(), total);
            total += count;
        }
        return total;
    }

    /// Nobody reads, so it stands still with a pipe that holds something: what it says to have copied is what
    /// arrived.
    @Test
    void anInterruptCountsWhatWasWritten() throws Exception {
        open(new CountedPipes());
        var relay = relay();
        long sent = client.fill();
        relay.awaitWaiting();
        relay.interrupt();

        NetException failure = relay.failure();
        assertThat(failure.kind()).isEqualTo(ErrorKind.INTERRUPTED);
        server.near().shutdown(Shutdown.WRITE);
        long arrived = Pattern.checkToEnd(server.far());
        assertThat(arrived).isBetween(sent / 4, sent);
        assertThat(failure).hasMessageContaining("after " + arrived + " bytes to the second stream and 0 to the first");
    }

    /// One direction stands still with a pipe that holds something; both ends come, and what it holds arrives.
    @Test
    void endsComeWhileAPipeHoldsBytes() throws Exception {
        open(new CountedPipes());
        var relay = relay();
        long sent = client.fill();
        relay.awaitWaiting();
        client.near().shutdown(Shutdown.WRITE);
        server.far().writeAll(Pattern.bytes(0, 100));
        server.far().shutdown(Shutdown.WRITE);
        assertThat(Pattern.checkToEnd(client.near())).isEqualTo(100);

        assertThat(Pattern.checkToEnd(server.far())).isEqualTo(sent);
        assertThat(relay.result()).isEqualTo(new Copied(sent, 100));
        assertThat(pipes.taken() > 0).isEqualTo(CountedPipes.arePossible());
    }

    @Test
    void copiesThatFailWithBytesOnTheirWayKeepNoPipes() throws Exception {
        open(new CountedPipes());
        for (int i = 0; i < 200 && CountedPipes.arePossible(); i++) {
            try (var from = pipes.pair();
                    var to = pipes.pair()) {
                from.near().writeAll(Pattern.bytes(0, 400_000));
                to.near().setSendBufferSize(100_000); // room for more than is copied before a pipe is taken
                to.near().setWriteTimeout(Duration.ofMillis(2));
                Expect.failure(ErrorKind.TIMED_OUT, () -> Copy.copy(from.far(), to.near()));
            }
        }
        int before = pipes.taken();

        goesThrough();

        assertThat(pipes.taken() > before).isEqualTo(CountedPipes.arePossible());
    }

    /// What a timeout leaves on its way goes back into the reader, each time.
    @Test
    void fromAReaderTimeoutsLoseNothing() throws Exception {
        open(new CountedPipes());
        var sending = send(client.near(), MUCH);
        var reader = BufferedSource.of(client.far());
        server.near().setSendBufferSize(4096);
        server.near().setWriteTimeout(Duration.ofMillis(1));
        var copying = Threads.VIRTUAL.run(() -> {
            while (!copiedAll(reader)) {
                // again, as after any timeout
            }
            server.near().shutdown(Shutdown.WRITE);
        });

        assertThat(Pattern.checkToEnd(server.far())).isEqualTo(MUCH);
        copying.result();
        sending.result();
    }

    private boolean copiedAll(BufferedSource reader) throws NetException {
        try {
            long _ = Copy.copy(reader, server.near());
            return true;
        } catch (NetException e) {
            if (e.kind() != ErrorKind.TIMED_OUT) {
                throw e;
            }
            return false;
        }
    }

    @Test
    void anAnswerBeforeAResetArrives() throws Exception {
        open(new CountedPipes());
        var relay = relay();
        var sending = Threads.VIRTUAL.run(() -> server.far().writeAll(Pattern.bytes(0, MUCH)));
        readAnswer(0, MUCH);
        sending.result();
        client.near().writeAll(new byte[10]);
        server.far().awaitReadable();
        server.far().writeAll(Pattern.bytes(MUCH, 40_000));
        server.far().close(); // with a question that it has not read: a reset

        readAnswer(MUCH, 40_000);
        assertThat(relay.failure().kind()).isIn(ErrorKind.CONNECTION_RESET, ErrorKind.BROKEN_PIPE);
    }

    private void readAnswer(long position, int length) throws NetException {
        var answer = ByteBuffer.allocate(length);
        client.near().readExact(answer);
        Pattern.check(answer.flip(), position);
    }
}
