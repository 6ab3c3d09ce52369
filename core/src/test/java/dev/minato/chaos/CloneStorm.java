package dev.minato.chaos;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.net.TcpListener;
import dev.minato.net.TcpStream;
import dev.minato.testing.Pair;
import dev.minato.testing.Threads;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.LockSupport;

/// One connection that tasks read through clones, while another thread clones and closes without a rest.
///
/// Every byte meets a thread that joins or leaves the queue of those who wait for it.
final class CloneStorm {
    private static final int READERS = 3;
    private static final int CLONES = 1_000_000;
    private static final long BETWEEN_WRITES = 50_000;

    private final Stage stage;

    CloneStorm(Stage stage) {
        this.stage = stage;
    }

    void play(Actor actor) throws NetException {
        while (!stage.isOver()) {
            try (var listener = TcpListener.bind("127.0.0.1:0");
                    var pair = Pair.of(listener)) {
                for (int i = 0; i < READERS; i++) {
                    var clone = pair.near().tryClone();
                    stage.task("reader of a clone", reader -> read(reader, clone));
                }
                stage.thread(Threads.PLATFORM, "writer to clones", writer -> write(writer, pair.far()));
                cloneAndClose(actor, pair.near());
            }
        }
    }

    private void cloneAndClose(Actor actor, TcpStream stream) throws NetException {
        for (int i = 0; i < CLONES && !stage.isOver(); i++) {
            actor.at("clones");
            var clone = stream.tryClone();
            actor.at("closes a clone");
            clone.close();
        }
    }

    private void read(Actor actor, TcpStream clone) throws NetException {
        var buffer = ByteBuffer.allocate(1);
        try (clone) {
            actor.at("reads a clone");
            while (clone.read(buffer.clear()) > 0) {
                stage.moved();
                actor.at("reads a clone");
            }
        }
    }

    private static void write(Actor actor, TcpStream stream) throws NetException {
        var buffer = ByteBuffer.allocate(1);
        try {
            while (true) {
                actor.at("writes to clones");
                stream.write(buffer.clear());
                LockSupport.parkNanos(BETWEEN_WRITES);
            }
        } catch (NetException e) {
            if (e.kind() != ErrorKind.CLOSED) {
                throw e;
            }
        }
    }
}
