package dev.minato.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.error.NetException;
import dev.minato.task.TaskGroup;
import dev.minato.testing.Loopback;
import dev.minato.testing.NetworkTest;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// A socket that always has a datagram does not keep others from being served, however many of them there are.
@NetworkTest
class UdpFairnessTest {
    private static final int GREEDY = 4 * Runtime.getRuntime().availableProcessors();
    private static final int QUEUED = 20;

    @Test
    void greedySocketsLetOthersRun() throws Exception {
        var stop = new AtomicBoolean();
        var running = new AtomicInteger();
        try (var group = TaskGroup.isolated();
                var server = UdpSocket.bind(Loopback.IPV4.any());
                var client = UdpSocket.bind(Loopback.IPV4.any())) {
            var echo = group.spawn(() -> echo(server));
            for (int i = 0; i < GREEDY; i++) {
                group.spawn(() -> neverWait(stop, running));
            }
            try {
                ask(client, server);
            } finally {
                stop.set(true);
                echo.cancel();
            }
        }
        assertThat(running).hasPositiveValue();
    }

    private static void ask(UdpSocket client, UdpSocket server) throws NetException {
        client.setReadTimeout(Duration.ofSeconds(20));
        for (int round = 0; round < 100; round++) {
            client.sendTo(ByteBuffer.wrap(new byte[] {(byte) round}), server.localAddress());
            var answer = ByteBuffer.allocate(1);
            client.recvFrom(answer);
            assertThat(answer.get(0)).isEqualTo((byte) round);
        }
    }

    private static void echo(UdpSocket socket) throws NetException {
        var one = ByteBuffer.allocate(1);
        var received = new Received();
        while (true) { // until it is cancelled
            socket.recvFrom(one.clear(), received);
            socket.sendTo(one.flip(), received.sender());
        }
    }

    /// Sends to itself, so that there is always one more.
    private static void neverWait(AtomicBoolean stop, AtomicInteger running) throws NetException {
        try (var socket = UdpSocket.bind(Loopback.IPV4.any())) {
            var one = ByteBuffer.allocate(1);
            for (int i = 0; i < QUEUED; i++) {
                socket.sendTo(one.clear(), socket.localAddress());
            }
            running.incrementAndGet();
            while (!stop.get()) {
                socket.recvFrom(one.clear());
                socket.sendTo(one.flip(), socket.localAddress());
            }
        }
    }
}
