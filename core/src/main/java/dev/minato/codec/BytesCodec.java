package dev.minato.codec;

import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Optional;

/// No frames: whatever has come, as it comes. For the part of a protocol that is a plain stream, such as a
/// tunnel behind its handshake.
///
/// A message is what lies in the reader's buffer, at least one byte, as a view that is valid until the next
/// call or until that buffer changes. Its ends mean nothing. Writing puts the bytes out as they are; an empty
/// message writes nothing.
///
/// **Threading.** A codec keeps state: one for each connection, with at most one thread that decodes and one
/// that encodes.
public final class BytesCodec implements Codec<ByteBuffer, ByteBuffer> {
    private final int max;
    private final FrameView view = new FrameView();

    private BytesCodec(int max) {
        this.max = max;
    }

    /// A codec that gives at most `max` bytes at once.
    ///
    /// @throws IllegalArgumentException if it is not from 1 to 1 GiB
    public static BytesCodec of(int max) {
        LengthCodec.within("max", 1, 1 << 30, max);
        return new BytesCodec(max);
    }

    @Override
    public Optional<ByteBuffer> decode(ByteBuffer input) {
        Objects.requireNonNull(input, "input");
        view.look(input);
        if (!input.hasRemaining()) {
            return Optional.empty();
        }
        int start = input.position();
        int end = start + Math.min(max, input.remaining());
        input.position(end);
        return view.of(input, start, end);
    }

    @Override
    public int maxBuffered() {
        return max;
    }

    @Override
    public int maxEncodedLength(ByteBuffer message) {
        Objects.requireNonNull(message, "message");
        return message.remaining();
    }

    @Override
    public void encode(ByteBuffer message, ByteBuffer output) {
        Objects.requireNonNull(message, "message");
        Objects.requireNonNull(output, "output");
        FrameView.copy(message, output);
    }
}
