package dev.minato.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.address.SocketAddr;
import dev.minato.error.NetException;
import dev.minato.testing.Call;
import dev.minato.testing.Pair;
import dev.minato.testing.Pattern;
import dev.minato.testing.Threads;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// One operation in a situation where it has to wait, and how to give it what it waits for.
final class Waiting implements AutoCloseable {
    static final Duration LONG = Duration.ofHours(1);
    /// More than the system can find room for beyond what it has taken.
    private static final int TO_WRITE = 8 << 20;

    /// What is waited for.
    enum Direction {
        CONNECTION,
        BYTES,
        ROOM
    }

    /// Each operation that waits and that a handle can be closed under.
    enum Operation {
        ACCEPT(Direction.CONNECTION, "accept"),
        ACCEPT_WITH_TIMEOUT(Direction.CONNECTION, "accept"),
        READ(Direction.BYTES, "read"),
        READ_EXACT(Direction.BYTES, "read"),
        READ_TO_END(Direction.BYTES, "read"),
        AWAIT_READABLE(Direction.BYTES, "await readable"),
        AWAIT_READABLE_WITH_TIMEOUT(Direction.BYTES, "await readable"),
        WRITE(Direction.ROOM, "write"),
        WRITE_ALL(Direction.ROOM, "write"),
        AWAIT_WRITABLE(Direction.ROOM, "await writable"),
        AWAIT_WRITABLE_WITH_TIMEOUT(Direction.ROOM, "await writable");

        final Direction direction;
        final String said;

        Operation(Direction direction, String said) {
            this.direction = direction;
            this.said = said;
        }
    }

    final Operation operation;
    final TcpListener listener;
    final Pair pair;
    private final long filled;
    private final ByteBuffer in = ByteBuffer.allocate(5);
    private final ByteBuffer out;
    private final List<TcpStream> accepted = new ArrayList<>();

    Waiting(Operation operation) throws NetException {
        this.operation = operation;
        this.listener = TcpListener.bind("127.0.0.1:0");
        this.pair = Pair.of(listener);
        this.filled = operation.direction == Direction.ROOM ? pair.fill() : 0;
        this.out = Pattern.bytes(filled, TO_WRITE);
        pair.settle();
        if (operation == Operation.READ_EXACT) {
            pair.far().writeAll("he".getBytes(UTF_8));
            pair.near().awaitReadable();
        }
    }

    /// Makes the call on another thread and returns once it waits.
    Call<?> start(Threads threads) throws Exception {
        return start(threads, LONG);
    }

    Call<?> start(Threads threads, Duration timeout) throws Exception {
        return threads.run(() -> call(timeout)).awaitWaiting();
    }

    /// Makes the call; `timeout` is for those that take one.
    void call(Duration timeout) throws NetException {
        call(listener, pair.near(), timeout);
    }

    /// Makes the call through other handles.
    void call(TcpListener listener, TcpStream stream, Duration timeout) throws NetException {
        switch (operation) {
            case ACCEPT -> accepted.add(listener.accept());
            case ACCEPT_WITH_TIMEOUT -> accepted.add(listener.accept(timeout));
            case READ -> stream.read(in);
            case READ_EXACT -> stream.readExact(in);
            case READ_TO_END -> stream.readToEnd(100);
            case AWAIT_READABLE -> stream.awaitReadable();
            case AWAIT_READABLE_WITH_TIMEOUT -> stream.awaitReadable(timeout);
            case WRITE -> writeByWrite(stream);
            case WRITE_ALL -> stream.writeAll(out);
            case AWAIT_WRITABLE -> stream.awaitWritable();
            case AWAIT_WRITABLE_WITH_TIMEOUT -> stream.awaitWritable(timeout);
        }
    }

    private void writeByWrite(TcpStream stream) throws NetException {
        while (out.hasRemaining()) {
            stream.write(out);
        }
    }

    /// The address that a failure has to name.
    SocketAddr address() {
        return operation.direction == Direction.CONNECTION
                ? listener.localAddress()
                : pair.near().peerAddress();
    }

    /// Bounds the waits of those that take no timeout themselves.
    void setTimeout(Duration timeout) throws NetException {
        pair.near().setReadTimeout(timeout);
        pair.near().setWriteTimeout(timeout);
    }

    void closeHandle() throws NetException {
        if (operation.direction == Direction.CONNECTION) {
            listener.close();
        } else {
            pair.near().close();
        }
    }

    /// Gives the call what it waits for; `call` ends then.
    void satisfy(Call<?> call) throws Exception {
        switch (operation.direction) {
            case CONNECTION -> {
                try (var connected = TcpStream.connect(listener.localAddress())) {
                    call.result();
                    assertThat(accepted.getFirst().peerAddress()).isEqualTo(connected.localAddress());
                }
            }
            case BYTES -> {
                pair.far().writeAll((operation == Operation.READ_EXACT ? "llo" : "hello").getBytes(UTF_8));
                if (operation == Operation.READ_TO_END) {
                    pair.far().shutdown(Shutdown.WRITE);
                }
                call.result();
            }
            case ROOM -> {
                var drained = drain();
                call.result();
                checkAllArrive(drained);
            }
        }
    }

    /// After a call that failed: the socket can be used as if the call had not been made, and nothing is lost.
    void checkNothingIsLost() throws Exception {
        setTimeout(LONG);
        switch (operation.direction) {
            case CONNECTION -> {
                try (var connected = TcpStream.connect(listener.localAddress());
                        var next = listener.accept()) {
                    assertThat(next.peerAddress()).isEqualTo(connected.localAddress());
                }
            }
            case BYTES -> {
                assertThat(in.position()).isEqualTo(operation == Operation.READ_EXACT ? 2 : 0);
                pair.far().writeAll((operation == Operation.READ_EXACT ? "llo" : "hello").getBytes(UTF_8));
                pair.near().readExact(in);
                assertThat(new String(in.array(), UTF_8)).isEqualTo("hello");
            }
            case ROOM -> checkAllArrive(drain());
        }
    }

    private void checkAllArrive(Call<Long> drained) throws NetException {
        pair.near().writeAll(out);
        pair.near().shutdown(Shutdown.WRITE);
        assertThat(drained.result()).isEqualTo(filled + TO_WRITE);
    }

    /// Reads at the far end to the end of the stream, checks each byte, and counts them.
    private Call<Long> drain() {
        return Threads.VIRTUAL.call(() -> Pattern.checkToEnd(pair.far()));
    }

    @Override
    public void close() throws NetException {
        for (TcpStream stream : accepted) {
            stream.close();
        }
        pair.close();
        listener.close();
    }
}
