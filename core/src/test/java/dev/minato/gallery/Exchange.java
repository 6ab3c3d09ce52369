package dev.minato.gallery;

import dev.minato.codec.Codec;
import dev.minato.error.NetException;
import dev.minato.gallery.Protocol.Stage;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/// Codecs that take over from each other in mid-stream, in one buffer: each takes so many messages, the last
/// one the rest. No byte is read twice, and none is lost, wherever a read ends.
final class Exchange {
    private final List<Stage> stages;
    private final List<String> messages = new ArrayList<>();
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private Codec<ByteBuffer, ByteBuffer> codec;
    private int current;
    private int taken;
    private ByteBuffer buffer = ByteBuffer.allocate(1);

    Exchange(List<Stage> stages) {
        this.stages = stages;
        this.codec = stages.getFirst().codec().get();
    }

    /// The messages of a stream that comes in these pieces, in hexadecimal, one after the other.
    static List<String> messages(List<Stage> stages, List<byte[]> pieces) throws NetException {
        return decoded(stages, pieces).messages;
    }

    /// What the codecs write when they are given the messages that they read.
    static byte[] written(List<Stage> stages, byte[] stream) throws NetException {
        return decoded(stages, List.of(stream)).written.toByteArray();
    }

    private static Exchange decoded(List<Stage> stages, List<byte[]> pieces) throws NetException {
        var exchange = new Exchange(stages);
        for (byte[] piece : pieces) {
            exchange.arrive(piece);
        }
        exchange.end();
        return exchange;
    }

    private void arrive(byte[] piece) throws NetException {
        for (int at = 0; at < piece.length; ) {
            makeRoom();
            int length = Math.min(buffer.remaining(), piece.length - at);
            buffer.put(piece, at, length);
            at += length;
            buffer.flip();
            for (var message = codec.decode(buffer); message.isPresent(); message = codec.decode(buffer)) {
                take(message.get());
            }
            buffer.compact();
        }
    }

    private void makeRoom() {
        if (!buffer.hasRemaining()) {
            int capacity = Math.max(Math.min(2 * buffer.capacity(), codec.maxBuffered()), buffer.capacity() + 1);
            buffer = ByteBuffer.allocate(capacity).put(buffer.flip());
        }
    }

    private void take(ByteBuffer message) throws NetException {
        write(message);
        var bytes = new byte[message.remaining()];
        message.get(bytes);
        String text = HexFormat.of().formatHex(bytes);
        if (stages.get(current).isStream() && taken > 0) {
            messages.add(messages.removeLast() + text);
        } else {
            messages.add(text);
        }
        taken++;
        if (taken == stages.get(current).beginnings().size() && current < stages.size() - 1) {
            current++;
            taken = 0;
            codec = stages.get(current).codec().get();
        }
    }

    private void write(ByteBuffer message) throws NetException {
        var output = ByteBuffer.allocate(codec.maxEncodedLength(message));
        codec.encode(message, output);
        written.write(output.array(), 0, output.position());
    }

    private void end() throws NetException {
        buffer.flip();
        for (var message = codec.decodeEnd(buffer); message.isPresent(); message = codec.decodeEnd(buffer)) {
            take(message.get());
        }
        if (current < stages.size() - 1 || buffer.hasRemaining()) {
            throw new AssertionError("stage " + current + ", " + buffer.remaining() + " bytes left");
        }
    }
}
