package dev.minato.codec;

import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/// A view of a frame onto the reader's buffer, for decoders that hand out bytes.
///
/// One view, and one `Optional` around it, serve as long as the reader comes with the same buffer, or with two
/// in turns, as a pool gives them out: nothing is allocated for a frame.
final class FrameView {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
    private static final Optional<ByteBuffer> NO_VIEW = Optional.of(NOTHING);

    private ByteBuffer viewed = NOTHING;
    private Optional<ByteBuffer> view = NO_VIEW;
    private ByteBuffer lastViewed = NOTHING;
    private Optional<ByteBuffer> lastView = NO_VIEW;

    /// Lets go of all buffers if `input` is another one, and empty: its reader has given up the others.
    @SuppressWarnings("ReferenceEquality") // equal bytes in another buffer are not the bytes to view
    void look(ByteBuffer input) {
        if (input != viewed && !input.hasRemaining()) {
            view(NOTHING, NO_VIEW);
            view(NOTHING, NO_VIEW);
        }
    }

    private void view(ByteBuffer input, Optional<ByteBuffer> itsView) {
        lastViewed = viewed;
        lastView = view;
        viewed = input;
        view = itsView;
    }

    /// The bytes of `input` from `start` to before `end`.
    @SuppressWarnings("ReferenceEquality")
    Optional<ByteBuffer> of(ByteBuffer input, int start, int end) {
        if (input != viewed) {
            boolean isLast = input == lastViewed;
            view(input, isLast ? lastView : Optional.of(input.duplicate()));
        }
        // Big-endian, as another view would be: whether this is one that was used before, no reader can know.
        view.orElseThrow().limit(end).position(start).order(ByteOrder.BIG_ENDIAN);
        return view;
    }

    /// Writes a message that stays as it is at the position of `output`, which moves behind it.
    ///
    /// @throws BufferOverflowException if there is too little room; then nothing is written
    static void copy(ByteBuffer message, ByteBuffer output) {
        int length = message.remaining();
        int at = output.position();
        if (output.remaining() < length) {
            throw new BufferOverflowException();
        }
        if (message.hasArray() && output.hasArray()) {
            // What a bulk put comes down to, without its checks of both memories' lifetimes.
            int from = message.arrayOffset() + message.position();
            System.arraycopy(message.array(), from, output.array(), output.arrayOffset() + at, length);
        } else {
            output.put(at, message, message.position(), length);
        }
        output.position(at + length);
    }
}
