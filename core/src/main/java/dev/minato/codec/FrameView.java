package dev.minato.codec;

import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.util.Optional;

/// A view of a frame onto the reader's buffer, for decoders that hand out bytes.
///
/// One view, and one `Optional` around it, serve as long as the reader comes with the same buffer: nothing is
/// allocated for a frame.
final class FrameView {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private ByteBuffer viewed = NOTHING;
    private Optional<ByteBuffer> view = Optional.of(NOTHING);

    /// Makes the view one of `input`, so that no buffer is held that the reader has given up.
    @SuppressWarnings("ReferenceEquality") // equal bytes in another buffer are not the bytes to view
    void look(ByteBuffer input) {
        if (input != viewed) {
            viewed = input;
            view = Optional.of(input.duplicate());
        }
    }

    /// The bytes of the input from `start` to before `end`.
    Optional<ByteBuffer> of(int start, int end) {
        view.orElseThrow().limit(end).position(start);
        return view;
    }

    /// Writes a message that stays as it is at the position of `output`, which moves behind it.
    ///
    /// @throws BufferOverflowException if there is too little room; then nothing is written
    static void copy(ByteBuffer message, ByteBuffer output) {
        int length = message.remaining();
        if (output.remaining() < length) {
            throw new BufferOverflowException();
        }
        output.put(output.position(), message, message.position(), length);
        output.position(output.position() + length);
    }
}
