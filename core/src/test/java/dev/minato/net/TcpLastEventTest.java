package dev.minato.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.task.Task;
import dev.minato.task.TaskGroup;
import dev.minato.task.Tasks;
import dev.minato.testing.Expect;
import dev.minato.testing.Loopback;
import dev.minato.testing.NetworkTest;
import dev.minato.testing.Pair;
import dev.minato.testing.Pattern;
import dev.minato.testing.RawListener;
import dev.minato.testing.RawPeer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What comes together with the end of a connection, so that a platform may hear of both at once: data and FIN,
/// data and RST. The data is read first, and whoever waits hears of the end.
///
/// Reader and writer are tasks of one group, so where tasks have a place they share it: between the write and
/// the end no other code runs there, and the platform does hear of both at once. Elsewhere chance decides,
/// hence the rounds.
@NetworkTest
class TcpLastEventTest {
    private static final int ROUNDS = 300;
    private static final int SENT = 100;

    private interface Round {
        void play(TcpStream near, TcpStream far, TaskGroup group, ByteBuffer into) throws Exception;
    }

    private static void play(int bufferSize, Round round) throws Exception {
        Task<Integer> all = Tasks.spawn(() -> {
            try (var listener = TcpListener.bind("127.0.0.1:0")) {
                for (int i = 0; i < ROUNDS; i++) {
                    try (Pair pair = Pair.of(listener);
                            var group = new TaskGroup()) {
                        round.play(pair.near(), pair.far(), group, ByteBuffer.allocate(bufferSize));
                    }
                }
            }
            return ROUNDS;
        });
        assertThat(all.join()).isEqualTo(ROUNDS);
    }

    /// Reads all there is; the bytes that came before the end.
    private static int readToEnd(TcpStream stream, ByteBuffer buffer, int from) throws NetException {
        int total = from;
        for (int count = stream.read(buffer.clear()); count != -1; count = stream.read(buffer.clear())) {
            Pattern.check(buffer.flip(), total);
            total += count;
        }
        return total;
    }

    @ParameterizedTest
    @ValueSource(ints = {SENT - 1, SENT, SENT + 1, 1})
    void dataAndFin(int bufferSize) throws Exception {
        play(bufferSize, (near, far, group, buffer) -> {
            Task<Integer> reader = group.spawn(() -> readToEnd(near, buffer, 0));
            Tasks.spawn(() -> {}).join();
            far.writeAll(Pattern.bytes(0, SENT));
            far.close();
            assertThat(reader.join()).isEqualTo(SENT);
            assertThat(near.read(new byte[1])).isEqualTo(-1);
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {SENT - 1, SENT, SENT + 1})
    void dataAndFinWhenAnEarlierReadFoundTheSocketExhausted(int bufferSize) throws Exception {
        play(bufferSize, (near, far, group, buffer) -> {
            far.writeAll(Pattern.bytes(0, 1));
            near.readExact(buffer.limit(1));
            assertThat(near.tryRead(buffer.clear())).isZero();
            far.writeAll(Pattern.bytes(1, SENT));
            far.shutdown(Shutdown.WRITE);
            assertThat(readToEnd(near, buffer, 1)).isEqualTo(1 + SENT);
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {SENT - 1, SENT, SENT + 1})
    void dataAndReset(int bufferSize) throws Exception {
        play(bufferSize, (near, far, group, buffer) -> {
            near.writeAll(new byte[1]);
            far.awaitReadable();
            Task<Integer> reader = group.spawn(() -> {
                int total = 0;
                while (total < SENT) {
                    int count = near.read(buffer.clear());
                    Pattern.check(buffer.flip(), total);
                    total += count;
                }
                return total;
            });
            far.writeAll(Pattern.bytes(0, SENT));
            // With a byte that nobody has read, a close is a reset.
            far.close();
            assertThat(reader.join()).isEqualTo(SENT);
            Expect.failure(ErrorKind.CONNECTION_RESET, () -> near.read(buffer.clear()));
            Expect.failure(ErrorKind.CONNECTION_RESET, () -> near.read(buffer.clear()));
        });
    }

    @Test
    void everyReaderOnAClonesHearsOfTheEnd() throws Exception {
        play(SENT, (near, far, group, buffer) -> {
            try (TcpStream second = near.tryClone();
                    TcpStream third = near.tryClone()) {
                Task<Integer> one = group.spawn(() -> near.read(new byte[1]));
                Task<Integer> two = group.spawn(() -> second.read(new byte[1]));
                Task<Integer> three = group.spawn(() -> third.read(new byte[1]));
                far.close();
                assertThat(one.join()).isEqualTo(-1);
                assertThat(two.join()).isEqualTo(-1);
                assertThat(three.join()).isEqualTo(-1);
            }
        });
    }

    /// The system ends a read before a byte that was sent as urgent: short, though there is more.
    @Test
    void urgentDataDoesNotHideWhatFollows() throws Exception {
        try (var listener = RawListener.open(Loopback.IPV4);
                var stream = TcpStream.connect(listener.address());
                RawPeer peer = listener.accept()) {
            for (int i = 0; i < ROUNDS; i++) {
                var buffer = ByteBuffer.allocate(64);
                peer.send("a");
                stream.readExact(buffer.limit(1));
                assertThat(stream.tryRead(buffer.clear())).isZero();

                peer.send("before");
                peer.sendUrgent((byte) '!');
                peer.send("after");
                byte[] bytes = new byte["beforeafter".length()];
                stream.readExact(bytes);
                assertThat(new String(bytes, StandardCharsets.US_ASCII)).isEqualTo("beforeafter");
            }
        }
    }
}
