package dev.minato.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.task.Task;
import dev.minato.task.TaskGroup;
import dev.minato.testing.Eventually;
import dev.minato.testing.Loopback;
import dev.minato.testing.NetworkTest;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// The first wait of a socket registers it with an event loop. Several that wait first at the same time, and
/// one who closes, do not disturb each other.
@NetworkTest
class FirstWaitTest {
    private static final int SOCKETS = 300;
    private static final int BUSY_SOCKETS = 20;
    private static final int READERS = 3;

    /// More than the buffers of a connection grow to.
    private static final int MUCH = 8 * 1024 * 1024;

    @Test
    void readersThatWaitFirstAtOnceAreAllWoken() throws Exception {
        try (var group = TaskGroup.isolated();
                var listener = TcpListener.bind(Loopback.IPV4.any())) {
            for (int i = 0; i < SOCKETS; i++) {
                try (var near = TcpStream.connect(listener.localAddress());
                        var far = listener.accept()) {
                    var reads = readers(group, near);
                    far.writeAll(ByteBuffer.wrap(new byte[READERS]));
                    for (var read : reads) {
                        assertThat(read.join()).isEqualTo(1);
                    }
                }
            }
        }
    }

    /// What is written is more than the buffers hold, so that the writers wait. Reading is registered first, or
    /// writing, or both at once.
    @Test
    void aReaderAndWritersThatWaitFirstAtOnceAreAllWoken() throws Exception {
        try (var group = TaskGroup.isolated();
                var listener = TcpListener.bind(Loopback.IPV4.any())) {
            for (int i = 0; i < BUSY_SOCKETS; i++) {
                try (var far = TcpStream.connect(listener.localAddress());
                        var near = listener.accept()) {
                    var read = group.spawn(() -> near.read(ByteBuffer.allocate(1)));
                    var writes = List.of(writer(group, near), writer(group, near));
                    far.writeAll(ByteBuffer.wrap(new byte[1]));
                    for (long left = 2L * MUCH; left > 0; ) {
                        left -= far.read(ByteBuffer.allocateDirect(64 * 1024));
                    }
                    assertThat(read.join()).isEqualTo(1);
                    for (var write : writes) {
                        write.join();
                    }
                }
            }
        }
    }

    private static Task<Integer> writer(TaskGroup group, TcpStream stream) {
        return group.spawn(() -> {
            stream.writeAll(ByteBuffer.allocateDirect(MUCH));
            return MUCH;
        });
    }

    @Test
    void closeDuringTheFirstWaitEndsIt() throws Exception {
        try (var group = TaskGroup.isolated();
                var listener = TcpListener.bind(Loopback.IPV4.any())) {
            for (int i = 0; i < SOCKETS; i++) {
                var near = TcpStream.connect(listener.localAddress());
                try (var far = listener.accept()) {
                    var ended = new AtomicInteger();
                    for (int reader = 0; reader < READERS; reader++) {
                        group.spawn(() -> {
                            try {
                                near.read(ByteBuffer.allocate(1));
                            } catch (NetException e) {
                                ended.addAndGet(e.kind() == ErrorKind.CLOSED ? 1 : 0);
                            }
                        });
                    }
                    near.close();
                    Eventually.holds("all reads end with CLOSED", () -> ended.get() == READERS);
                    assertThat(far.read(ByteBuffer.allocate(1))).isEqualTo(-1);
                }
            }
        }
    }

    private static ArrayList<Task<Integer>> readers(TaskGroup group, TcpStream stream) {
        var reads = new ArrayList<Task<Integer>>();
        for (int i = 0; i < READERS; i++) {
            reads.add(group.spawn(() -> stream.read(ByteBuffer.allocate(1))));
        }
        return reads;
    }
}
