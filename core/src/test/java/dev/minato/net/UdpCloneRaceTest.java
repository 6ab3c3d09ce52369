package dev.minato.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.task.Tasks;
import dev.minato.testing.Loopback;
import dev.minato.testing.NetworkTest;
import dev.minato.testing.Threads;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Clones that are made, wait and are closed at the same time do not get in each other's way.
@NetworkTest
class UdpCloneRaceTest {
    private static final int ROUNDS = 300;

    /// Whoever clones gets an open handle or CLOSED; the last close closes the socket.
    @Test
    void cloneAgainstTheLastClose() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            var socket = UdpSocket.bind(Loopback.IPV4.any());
            var address = socket.localAddress();
            var cloning = Threads.PLATFORM.call(() -> useAClone(socket));

            socket.close();

            assertThat(cloning.result()).isIn(true, false);
            UdpSocket.bind(address).close();
        }
    }

    private static boolean useAClone(UdpSocket socket) throws NetException {
        try (var clone = socket.tryClone()) {
            clone.sendTo(ByteBuffer.allocate(1), clone.localAddress());
            return clone.recvFrom(ByteBuffer.allocate(1)).length() == 1;
        } catch (NetException e) {
            assertThat(e.kind()).isEqualTo(ErrorKind.CLOSED);
            return false;
        }
    }

    /// Closing from several threads at once closes once, and nobody's clone.
    @Test
    void closeFromManyThreads() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            var socket = UdpSocket.bind(Loopback.IPV4.any());
            try (var clone = socket.tryClone()) {
                var first = Threads.VIRTUAL.run(socket::close);
                var second = Threads.VIRTUAL.run(socket::close);
                first.result();
                second.result();

                clone.sendTo(ByteBuffer.allocate(1), clone.localAddress());
                assertThat(clone.recvFrom(ByteBuffer.allocate(1)).length()).isEqualTo(1);
            }
        }
    }

    /// One receiver times out again and again while datagrams come: each datagram reaches one of the two.
    @ParameterizedTest
    @EnumSource
    void timeoutsOfOneReceiverLoseNothing(Threads threads) throws Exception {
        try (var impatient = UdpSocket.bind(Loopback.IPV4.any());
                var patient = impatient.tryClone();
                var sender = UdpSocket.bind(Loopback.IPV4.any())) {
            var first = threads.call(() -> receiveUntilMark(impatient, Duration.ofNanos(100_000)));
            var second = threads.call(() -> receiveUntilMark(patient, Duration.ofDays(1)));
            var reply = ByteBuffer.allocate(16);

            for (int i = 0; i < ROUNDS; i++) {
                sender.sendTo(ByteBuffer.allocate(2), patient.localAddress());
                sender.recvFrom(reply.clear());
            }
            sender.sendTo(ByteBuffer.allocate(1), patient.localAddress());
            sender.sendTo(ByteBuffer.allocate(1), patient.localAddress());

            assertThat(first.result() + second.result()).isEqualTo(ROUNDS);
        }
    }

    private static int receiveUntilMark(UdpSocket socket, Duration patience) throws Exception {
        int count = 0;
        var buffer = ByteBuffer.allocate(16);
        for (; ; ) {
            try {
                Received received = Tasks.withDeadline(patience, () -> socket.recvFrom(buffer.clear()));
                if (received.length() == 1) {
                    return count;
                }
                count++;
                socket.sendTo(buffer.flip(), received.sender());
            } catch (NetException e) {
                assertThat(e.kind()).isEqualTo(ErrorKind.DEADLINE_EXCEEDED);
            }
        }
    }
}
