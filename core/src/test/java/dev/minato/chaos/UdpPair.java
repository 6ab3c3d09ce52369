package dev.minato.chaos;

import dev.minato.error.NetException;
import dev.minato.net.UdpSocket;
import dev.minato.task.Tasks;
import java.time.Duration;

/// Two connected UDP sockets after another: numbered datagrams, a close and an interrupt by other tasks.
final class UdpPair {
    private static final int DATAGRAMS = 100;

    private final Stage stage;

    UdpPair(Stage stage) {
        this.stage = stage;
    }

    void play(Actor actor) {
        while (!stage.isOver()) {
            actor.at("binds");
            try (var from = UdpSocket.bind("127.0.0.1:0");
                    var to = UdpSocket.bind("127.0.0.1:0")) {
                from.connect(to.localAddress());
                to.connect(from.localAddress());
                to.setReadTimeout(Duration.ofMillis(200));
                disturb(actor, to);
                exchange(actor, from, to);
            } catch (NetException e) {
                stage.again(e);
            }
        }
    }

    private void disturb(Actor actor, UdpSocket socket) {
        if (actor.random().nextInt(5) == 0) {
            stage.task("closer", _ -> {
                Tasks.sleep(Duration.ofMillis(3));
                socket.close();
            });
        }
        if (actor.random().nextInt(5) == 0) {
            stage.task("interrupter", _ -> {
                Tasks.sleep(Duration.ofMillis(2));
                actor.interrupt();
            });
        }
    }

    private void exchange(Actor actor, UdpSocket from, UdpSocket to) {
        long id = stage.newId();
        var out = NumberedRecord.buffer(1, actor.random());
        var in = NumberedRecord.buffer(2, actor.random());
        for (int i = 0; i < DATAGRAMS && !stage.isOver(); i++) {
            NumberedRecord.put(out.clear(), id, i);
            try {
                actor.at("sends");
                from.send(out.flip());
                actor.at("receives");
                to.recv(in.clear());
                check(in.flip());
                stage.moved();
            } catch (NetException e) {
                if (!stage.again(e)) {
                    return;
                }
            }
        }
    }

    /// Not which pair it belongs to, or its number: a port may be used again, and a datagram stay behind
    /// after an interrupt.
    private static void check(java.nio.ByteBuffer datagram) {
        if (datagram.remaining() != NumberedRecord.SIZE) {
            throw new AssertionError("a datagram of " + datagram.remaining());
        }
        NumberedRecord.check(datagram, datagram.getLong(Long.BYTES));
    }
}
