package dev.minato.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.error.NetException;
import dev.minato.task.TaskGroup;
import dev.minato.task.Tasks;
import dev.minato.testing.Eventually;
import dev.minato.testing.NetworkTest;
import dev.minato.testing.Threads;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// Sockets of a loop that become readable at the same moment, more than it asks epoll for at once, are all heard of.
@NetworkTest
class UdpManyReadyTest {
    private static final int MANY = 700;

    @Test
    void eachReceivesItsDatagram() throws Exception {
        Tasks.spawn(() -> {
                    var sockets = new ArrayList<UdpSocket>();
                    try {
                        for (int i = 0; i < MANY; i++) {
                            sockets.add(UdpSocket.bind("127.0.0.1:0"));
                        }
                        receiveAll(sockets);
                    } finally {
                        for (UdpSocket socket : sockets) {
                            socket.close();
                        }
                    }
                })
                .join(Eventually.PATIENCE);
    }

    private static void receiveAll(List<UdpSocket> sockets) throws Exception {
        var waiting = new AtomicInteger();
        var received = new AtomicInteger();
        try (var group = new TaskGroup()) {
            for (UdpSocket socket : sockets) {
                group.spawn(() -> {
                    waiting.incrementAndGet();
                    received.addAndGet(socket.recvFrom(ByteBuffer.allocate(8)).length());
                });
            }
            Eventually.holds("all wait", () -> waiting.get() == MANY);
            // On the loop of the receivers, where there are such: it hears of all datagrams at once.
            Eventually.holdsOnTheSpot("all are sent", Threads.PLATFORM.run(() -> sendToAll(sockets))::isFinished);
            group.join();
        }
        assertThat(received).hasValue(MANY);
    }

    private static void sendToAll(List<UdpSocket> sockets) throws NetException {
        try (var sender = UdpSocket.bind("127.0.0.1:0")) {
            for (UdpSocket socket : sockets) {
                sender.sendTo(ByteBuffer.wrap(new byte[1]), socket.localAddress());
            }
        }
    }
}
