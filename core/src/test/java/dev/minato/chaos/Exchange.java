package dev.minato.chaos;

import dev.minato.error.NetException;
import dev.minato.net.TcpStream;
import java.nio.ByteBuffer;

/// Whole buffers over a stream that others disturb: by every kind of call, made again after a timeout or an
/// interrupt.
final class Exchange {
    private final Stage stage;
    private final Actor actor;
    private final TcpStream stream;

    Exchange(Stage stage, Actor actor, TcpStream stream) {
        this.stage = stage;
        this.actor = actor;
        this.stream = stream;
    }

    /// Returns whether the buffer was filled; not if the connection has ended.
    boolean fill(ByteBuffer buffer) {
        while (buffer.hasRemaining()) {
            actor.at("reads");
            try {
                if (read(buffer) == -1) {
                    return false;
                }
            } catch (NetException e) {
                if (!stage.again(e)) {
                    return false;
                }
            }
        }
        return true;
    }

    private long read(ByteBuffer buffer) throws NetException {
        return switch (actor.random().nextInt(6)) {
            case 0 -> {
                stream.awaitReadable();
                yield stream.tryRead(buffer);
            }
            case 1 -> readVectored(buffer);
            default -> stream.read(buffer);
        };
    }

    private long readVectored(ByteBuffer buffer) throws NetException {
        int middle = buffer.position() + buffer.remaining() / 2;
        var first = buffer.duplicate().limit(middle);
        var second = buffer.duplicate().position(middle);
        long count = stream.read(new ByteBuffer[] {first, second}, 0, 2);
        if (count > 0) {
            buffer.position(buffer.position() + (int) count);
        }
        return count;
    }

    /// Returns whether all was written; not if the connection has ended.
    boolean drain(ByteBuffer buffer) {
        while (buffer.hasRemaining()) {
            actor.at("writes");
            try {
                if (actor.random().nextInt(5) == 0) {
                    stream.writeAll(buffer);
                } else {
                    stream.write(buffer);
                }
            } catch (NetException e) {
                if (!stage.again(e)) {
                    return false;
                }
            }
        }
        return true;
    }
}
