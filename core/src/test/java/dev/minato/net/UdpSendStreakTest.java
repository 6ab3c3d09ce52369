package dev.minato.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.address.SocketAddr;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.task.TaskGroup;
import dev.minato.testing.Loopback;
import dev.minato.testing.NetworkTest;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/// A socket that has sent many datagrams without a wait, and so may have left its event loop, is woken from the
/// next wait as from any other.
@NetworkTest
class UdpSendStreakTest {
    private static final int ROUNDS = 300;
    private static final int STREAK = 100;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ByteBuffer one = ByteBuffer.allocateDirect(8);

    /// The peer's, whose patience ends; the busy one has none, since a timeout asks the kernel and finds what was
    /// not told.
    private static UdpSocket bound() throws Exception {
        var socket = UdpSocket.bind(Loopback.IPV4.any());
        socket.setReadTimeout(PATIENCE);
        socket.setWriteTimeout(PATIENCE);
        return socket;
    }

    private void send(UdpSocket socket, SocketAddr to, int datagrams) throws Exception {
        for (int i = 0; i < datagrams; i++) {
            socket.sendTo(one.clear(), to);
        }
    }

    @Test
    void receiveAfterAStreakIsWoken() throws Exception {
        try (var group = TaskGroup.isolated();
                var busy = UdpSocket.bind(Loopback.IPV4.any());
                var peer = bound();
                var sink = bound()) {
            SocketAddr back = busy.localAddress();
            var answers = group.spawn(() -> {
                var buffer = ByteBuffer.allocateDirect(8);
                for (int i = 0; i < ROUNDS; i++) {
                    peer.recvFrom(buffer.clear());
                    peer.sendTo(buffer.flip(), back);
                }
            });
            for (int i = 0; i < ROUNDS; i++) {
                send(busy, sink.localAddress(), STREAK);
                busy.sendTo(one.clear().putInt(0, i), peer.localAddress());
                busy.recvFrom(one.clear());
                assertThat(one.getInt(0)).isEqualTo(i);
            }
            answers.join();
        }
    }

    @Test
    void receivesThatBeginWhileOthersSendAreWoken() throws Exception {
        var over = new AtomicBoolean();
        try (var group = TaskGroup.isolated();
                var busy = UdpSocket.bind(Loopback.IPV4.any());
                var peer = bound();
                var sink = bound()) {
            for (int i = 0; i < 2; i++) {
                group.spawn(() -> {
                    var some = ByteBuffer.allocateDirect(8);
                    while (!over.get()) {
                        busy.sendTo(some.clear(), sink.localAddress());
                    }
                });
            }
            group.spawn(() -> {
                var buffer = ByteBuffer.allocateDirect(8);
                for (int i = 0; i < ROUNDS; i++) {
                    busy.recvFrom(buffer.clear());
                    busy.sendTo(buffer.flip(), peer.localAddress());
                }
            });
            for (int i = 0; i < ROUNDS; i++) {
                peer.sendTo(one.clear().putInt(0, i), busy.localAddress());
                peer.recvFrom(one.clear());
                assertThat(one.getInt(0)).isEqualTo(i);
            }
            over.set(true);
            group.join();
        }
    }

    @Test
    void waitForRoomAfterAStreakEnds() throws Exception {
        try (var busy = bound();
                var sink = bound()) {
            for (int i = 0; i < ROUNDS; i++) {
                send(busy, sink.localAddress(), STREAK);
                busy.awaitWritable();
            }
            assertThat(busy.isOpen()).isTrue();
        }
    }

    @Test
    void setHearsOfWhatComesAfterAStreak() throws Exception {
        try (var busy = bound();
                var peer = bound();
                var sink = bound()) {
            var all = List.of(Readiness.readable(busy));
            for (int i = 0; i < ROUNDS; i++) {
                send(busy, sink.localAddress(), STREAK);
                peer.sendTo(one.clear(), busy.localAddress());
                assertThat(Readiness.any(all, PATIENCE)).isEqualTo(all);
                busy.recvFrom(one.clear());
            }
        }
    }

    @Test
    void closeAfterAStreakEndsTheWait() throws Exception {
        try (var group = TaskGroup.isolated();
                var sink = bound()) {
            for (int i = 0; i < ROUNDS; i++) {
                var busy = bound();
                busy.awaitWritable();
                send(busy, sink.localAddress(), STREAK);
                var kind = group.spawn(() -> kindOfFailure(busy));
                busy.close();
                assertThat(kind.join()).isEqualTo(ErrorKind.CLOSED);
            }
        }
    }

    private static ErrorKind kindOfFailure(UdpSocket socket) {
        try {
            socket.recvFrom(ByteBuffer.allocate(8));
            throw new AssertionError("nothing was sent");
        } catch (NetException e) {
            return e.kind();
        }
    }
}
