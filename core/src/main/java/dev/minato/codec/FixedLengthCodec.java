package dev.minato.codec;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Optional;

/// Frames of one length, without anything around them.
///
/// A decoded one is a view onto the reader's buffer, valid until the next call or until that buffer changes.
/// `UNEXPECTED_EOF` if the stream ends within one. A message to write of another length is `INVALID_INPUT`.
///
/// **Threading.** A codec keeps state: one for each connection, with at most one thread that decodes and one
/// that encodes.
public final class FixedLengthCodec implements Codec<ByteBuffer, ByteBuffer> {
    private static final int MAX_FRAME = 1 << 30;

    private final int length;
    private final FrameView view = new FrameView();

    private FixedLengthCodec(int length) {
        this.length = length;
    }

    /// A codec of frames of so many bytes.
    ///
    /// @throws IllegalArgumentException if the length is not from 1 to 1 GiB
    public static FixedLengthCodec of(int length) {
        LengthCodec.within("length", 1, MAX_FRAME, length);
        return new FixedLengthCodec(length);
    }

    @Override
    public Optional<ByteBuffer> decode(ByteBuffer input) {
        Objects.requireNonNull(input, "input");
        view.look(input);
        if (input.remaining() < length) {
            return Optional.empty();
        }
        int start = input.position();
        input.position(start + length);
        return view.of(input, start, start + length);
    }

    @Override
    public int maxBuffered() {
        return length;
    }

    @Override
    public int maxEncodedLength(ByteBuffer message) {
        Objects.requireNonNull(message, "message");
        return length;
    }

    @Override
    public void encode(ByteBuffer message, ByteBuffer output) throws NetException {
        Objects.requireNonNull(message, "message");
        Objects.requireNonNull(output, "output");
        if (message.remaining() != length) {
            String detail = "a frame has " + length + " bytes, not " + message.remaining();
            throw NetException.of(ErrorKind.INVALID_INPUT, "encode", detail);
        }
        FrameView.copy(message, output);
    }
}
