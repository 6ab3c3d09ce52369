package dev.minato.contract;

import static dev.minato.error.ErrorKind.INVALID_INPUT;
import static dev.minato.error.ErrorKind.TIMED_OUT;
import static dev.minato.error.ErrorKind.UNSUPPORTED;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.minato.address.UnixAddr;
import dev.minato.net.UnixDatagram;
import dev.minato.platform.Platform;
import dev.minato.testing.Expect;
import dev.minato.testing.Threads;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;

/// Datagrams over paths and names; where the platform has none, each way to open a socket says so.
@Contract
class UnixDatagramContract {
    @Parameter
    World world;

    @TempDir
    Path folder;

    private static void whereTheyAre(Threads.Body body) throws Exception {
        if (Platform.current().capabilities().unixDatagrams()) {
            body.run();
        } else {
            Expect.failure(UNSUPPORTED, UnixDatagram::unbound);
        }
    }

    @Test
    void datagramComesWithItsSendersPath() throws Exception {
        whereTheyAre(() -> {
            try (var one = UnixDatagram.bind(folder.resolve("one"));
                    var two = UnixDatagram.bind(folder.resolve("two"))) {
                one.sendTo(UTF_8.encode("hello world"), folder.resolve("two"));
                var received = two.recvFrom(ByteBuffer.allocate(11));
                assertThat(received.length()).isEqualTo(11);
                assertThat(received.sender()).isEqualTo(one.localAddress());
                // The sender's address is one to connect to.
                two.connect(received.sender());
                two.send(UTF_8.encode("back"));
                assertThat(one.recvFrom(ByteBuffer.allocate(11)).length()).isEqualTo(4);
            }
        });
    }

    @Test
    void senderWithoutANameIsUnnamed() throws Exception {
        whereTheyAre(() -> {
            try (var one = UnixDatagram.bind(folder.resolve("one"));
                    var two = UnixDatagram.bind(folder.resolve("two"));
                    var unbound = UnixDatagram.unbound()) {
                unbound.sendTo(UTF_8.encode("x"), folder.resolve("one"));
                assertThat(one.recvFrom(ByteBuffer.allocate(4)).sender().isUnnamed())
                        .isTrue();
                unbound.connect(folder.resolve("one"));
                unbound.send(UTF_8.encode("xy"));
                assertThat(one.recvFrom(ByteBuffer.allocate(4)).length()).isEqualTo(2);
                unbound.connect(folder.resolve("two"));
                unbound.send(UTF_8.encode("xyz"));
                assertThat(two.recvFrom(ByteBuffer.allocate(4)).length()).isEqualTo(3);
            }
        });
    }

    @Test
    void abstractNamesNeedNoFile() throws Exception {
        whereTheyAre(() -> {
            var name = UnixAddr.ofAbstract("minato-contract-" + System.nanoTime());
            try (var named = UnixDatagram.bind(name);
                    var unbound = UnixDatagram.unbound()) {
                assertThat(named.localAddress()).isEqualTo(name);
                unbound.connect(name);
                unbound.send(UTF_8.encode("x"));
                assertThat(named.recvFrom(ByteBuffer.allocate(4)).length()).isEqualTo(1);
            }
        });
    }

    @Test
    void pairTalksOnTwoThreads() throws Exception {
        whereTheyAre(() -> {
            try (var pair = UnixDatagram.pair()) {
                var answer = world.run(() -> {
                    assertThat(pair.first().recv(ByteBuffer.allocate(10))).isEqualTo(5);
                    pair.first().send(UTF_8.encode("world!"));
                });
                pair.second().send(UTF_8.encode("hello"));
                assertThat(pair.second().recv(ByteBuffer.allocate(10))).isEqualTo(6);
                answer.result();
            }
        });
    }

    @Test
    void peeksTakeNothing() throws Exception {
        whereTheyAre(() -> {
            try (var pair = UnixDatagram.pair()) {
                pair.first().send(UTF_8.encode("hello world"));
                for (int i = 0; i < 2; i++) {
                    assertThat(pair.second().peek(ByteBuffer.allocate(11))).isEqualTo(11);
                    assertThat(pair.second().peekFrom(ByteBuffer.allocate(11)).length())
                            .isEqualTo(11);
                }
                assertThat(pair.second().recv(ByteBuffer.allocate(11))).isEqualTo(11);
            }
        });
    }

    @Test
    void timeoutsEndReceivesAndZeroIsInvalidInput() throws Exception {
        whereTheyAre(() -> {
            try (var pair = UnixDatagram.pair()) {
                var one = pair.first();
                assertThatIllegalArgumentException().isThrownBy(() -> one.setReadTimeout(Duration.ZERO));
                assertThatIllegalArgumentException().isThrownBy(() -> one.setWriteTimeout(Duration.ZERO));
                one.setReadTimeout(Duration.ofMillis(10));
                Expect.failure(TIMED_OUT, () -> one.recv(ByteBuffer.allocate(4)));
                pair.second().send(UTF_8.encode("x"));
                one.clearReadTimeout();
                assertThat(one.recv(ByteBuffer.allocate(4))).isEqualTo(1);
            }
        });
    }

    @Test
    void longestPathIsBoundAndSentTo() throws Exception {
        whereTheyAre(() -> {
            int room = UnixAddr.MAX_BYTES - folder.toString().length() - 1;
            Path longest = folder.resolve("a".repeat(room));
            try (var named = UnixDatagram.bind(longest);
                    var unbound = UnixDatagram.unbound()) {
                unbound.sendTo(UTF_8.encode("x"), longest);
                assertThat(named.recvFrom(ByteBuffer.allocate(4)).length()).isEqualTo(1);
            }
            Expect.failure(INVALID_INPUT, () -> UnixDatagram.bind(folder.resolve("a".repeat(room + 1))));
        });
    }
}
