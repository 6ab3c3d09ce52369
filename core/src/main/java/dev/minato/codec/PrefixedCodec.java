package dev.minato.codec;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Optional;

/// Frames whose header says how long they are.
///
/// ```
///   ┌──────────┬─────────────┬───────────┐
///   │ header   │ payload     │ trailer   │        at most max bytes together
///   └──────────┴─────────────┴───────────┘
///
///              too long: MESSAGE_TOO_LONG
///   reading ───────────────────────────────▶ skipping      as many bytes as the header said
///      │    ◀───────────────────────────────
///      │ a header or trailer that makes no sense: INVALID_DATA
///      ▼
///   failed      position and answer stay: where the next frame begins, nobody knows
/// ```
final class PrefixedCodec implements Codec<ByteBuffer, ByteBuffer> {
    private final FrameHeader header;
    private final int max;
    private final byte[] trailer;
    private final boolean wholeFrame;

    /// The header as the encoder uses it: one thread may decode while another encodes.
    private final FrameHeader encoded;

    private final FrameView view = new FrameView();
    private long toSkip;
    private long ended;
    private boolean failed;

    /// @param header and `encoded`: two of the same kind
    /// @param wholeFrame whether a message is the frame with header and trailer, or the payload alone
    PrefixedCodec(FrameHeader header, FrameHeader encoded, int max, byte[] trailer, boolean wholeFrame) {
        this.header = header;
        this.encoded = encoded;
        this.max = max;
        this.trailer = trailer;
        this.wholeFrame = wholeFrame;
    }

    @Override
    public Optional<ByteBuffer> decode(ByteBuffer input) throws NetException {
        Objects.requireNonNull(input, "input");
        view.look(input);
        skip(input);
        if (toSkip > 0 || !parse(input)) {
            return Optional.empty();
        }
        long length = frameLength();
        if (length > max) {
            return tooLong(length, input);
        }
        if (input.remaining() < length) {
            return Optional.empty();
        }
        int wrong = wrongByte(input, input.position() + (int) length - trailer.length);
        if (wrong >= 0) {
            failed = true;
            throw FrameHeader.invalid(endsWrongly(input, wrong));
        }
        return take((int) length, input);
    }

    private boolean parse(ByteBuffer input) throws NetException {
        try {
            return header.parse(input);
        } catch (NetException e) {
            failed = true;
            throw e;
        }
    }

    private long frameLength() throws NetException {
        long length = header.frame();
        if (length < header.length()) {
            failed = true;
            throw FrameHeader.invalid("a frame of " + length + " bytes with a header of " + header.length());
        }
        return FrameHeader.sum(length, trailer.length);
    }

    private Optional<ByteBuffer> tooLong(long length, ByteBuffer input) throws NetException {
        if (length == FrameHeader.TOO_LONG) {
            failed = true;
            throw tooLong("decode");
        }
        toSkip = length;
        skip(input);
        throw tooLong("decode");
    }

    private void skip(ByteBuffer input) {
        if (toSkip > 0) {
            int count = (int) Math.min(toSkip, input.remaining());
            input.position(input.position() + count);
            toSkip -= count;
            ended += toSkip == 0 ? 1 : 0;
        }
    }

    /// The index of the first byte that is not the trailer's, which begins at `at`; -1 for none.
    private int wrongByte(ByteBuffer frame, int at) {
        for (int i = 0; i < trailer.length; i++) {
            if (frame.get(at + i) != trailer[i]) {
                return at + i;
            }
        }
        return -1;
    }

    private static String endsWrongly(ByteBuffer frame, int index) {
        return "a frame does not end with its trailer: byte 0x" + Integer.toHexString(frame.get(index) & 0xff);
    }

    private Optional<ByteBuffer> take(int length, ByteBuffer input) {
        int start = input.position();
        int end = start + length;
        input.position(end);
        ended++;
        return wholeFrame ? view.of(input, start, end) : view.of(input, start + header.length(), end - trailer.length);
    }

    /// The end of the stream within a frame that is skipped was told already.
    @Override
    public Optional<ByteBuffer> decodeEnd(ByteBuffer input) throws NetException {
        Optional<ByteBuffer> message = decode(input);
        toSkip = 0;
        return message.isPresent() ? message : Codec.super.decodeEnd(input);
    }

    @Override
    public boolean isWithin(ByteBuffer input) {
        Objects.requireNonNull(input, "input");
        return toSkip > 0 || input.hasRemaining();
    }

    @Override
    public boolean isFailed() {
        return failed;
    }

    @Override
    public void reset() {
        toSkip = 0;
        failed = false;
    }

    @Override
    public long ended() {
        return ended;
    }

    @Override
    public int maxBuffered() {
        return max;
    }

    @Override
    public int maxEncodedLength(ByteBuffer message) {
        Objects.requireNonNull(message, "message");
        return (int) Math.min((long) message.remaining() + encoded.maxLength() + trailer.length, max);
    }

    @Override
    public void encode(ByteBuffer message, ByteBuffer output) throws NetException {
        Objects.requireNonNull(message, "message");
        Objects.requireNonNull(output, "output");
        if (wholeFrame) {
            checkFrame(message);
            FrameView.copy(message, output);
        } else {
            encodePayload(message, output);
        }
    }

    private void encodePayload(ByteBuffer message, ByteBuffer output) throws NetException {
        int length = encoded.lengthFor(message.remaining());
        long frame = (long) length + message.remaining() + trailer.length;
        if (length == FrameHeader.UNSAYABLE || frame > max) {
            throw tooLong("encode");
        }
        if (output.remaining() < frame) {
            throw new BufferOverflowException();
        }
        encoded.write(message.remaining(), output);
        FrameView.copy(message, output);
        output.put(trailer);
    }

    /// A frame that says another length than it has would be taken apart differently at the other end.
    private void checkFrame(ByteBuffer message) throws NetException {
        if (message.remaining() > max) {
            throw tooLong("encode");
        }
        try {
            if (!encoded.parse(message) || encoded.frame() + trailer.length != message.remaining()) {
                throw refused("its header says another length than " + message.remaining() + " bytes");
            }
        } catch (NetException e) {
            throw e.kind() == ErrorKind.INVALID_DATA ? refused(e.detail().orElse("")) : e;
        }
        int wrong = wrongByte(message, message.limit() - trailer.length);
        if (wrong >= 0) {
            throw refused(endsWrongly(message, wrong));
        }
    }

    private static NetException refused(String detail) {
        return NetException.of(ErrorKind.INVALID_INPUT, "encode", detail);
    }

    private NetException tooLong(String operation) {
        return NetException.of(ErrorKind.MESSAGE_TOO_LONG, operation, "a frame of more than " + max + " bytes");
    }
}
