package dev.minato.codec;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Optional;

/// Frames that end with a delimiter, one or one of several, of any length.
///
/// ```
///   DelimiterCodec.of(1024, new byte[] {0x1c, 0x0d})      0b 4d 53 48 1c 0d | 0b …     ──▶ 0b 4d 53 48
/// ```
///
/// **Reading.** A frame ends with the delimiter that begins first, and is given without it, as a view onto
/// the reader's buffer that is valid until the next call or until that buffer changes. An empty frame is a
/// message. Escapes are the caller's: a delimiter within a payload ends the frame. For lines, [LineCodec]
/// knows more.
///
/// **Limit.** `max` counts the bytes of a frame without its delimiter.
///
/// **Errors in reading** are recoverable: exactly that frame is skipped.
/// - `MESSAGE_TOO_LONG`: the frame is longer than `max`. Thrown once, as soon as that is certain; the rest of
///   the frame is dropped as it comes, and never kept.
/// - `UNEXPECTED_EOF`: the stream ended within a frame.
///
/// **Writing** appends the first of the delimiters. What would not come back as one equal frame, since it has
/// a delimiter in it, is `INVALID_INPUT`; more than `max` is `MESSAGE_TOO_LONG`.
///
/// **Threading.** A codec keeps state: one for each connection, with at most one thread that decodes and one
/// that encodes.
///
/// Follows Netty's `DelimiterBasedFrameDecoder`; unlike it, it gives the same frames however the bytes are
/// cut.
public final class DelimiterCodec implements Codec<ByteBuffer, ByteBuffer> {
    private static final int MAX_FRAME = 1 << 30;

    private final int max;
    private final Delimiters delimiters;

    /// The delimiters as the encoder looks for them: one thread may decode while another encodes.
    private final Delimiters refused;

    private final FrameView view = new FrameView();

    /// So many bytes, counted from the input's position because the caller may move them, begin no delimiter.
    private int scanned;

    private boolean skipping;
    private long ended;

    private DelimiterCodec(int max, byte[]... delimiters) {
        this.max = max;
        this.delimiters = new Delimiters(delimiters);
        this.refused = new Delimiters(delimiters);
    }

    /// A codec of frames of at most `max` bytes that end with one of these delimiters.
    ///
    /// @throws IllegalArgumentException if `max` is not from 1 to 1 GiB, there is no delimiter, one is empty,
    ///     or one begins with another
    public static DelimiterCodec of(int max, byte[]... delimiters) {
        Objects.requireNonNull(delimiters, "delimiters");
        LengthCodec.within("max", 1, MAX_FRAME, max);
        return new DelimiterCodec(max, delimiters);
    }

    /// A codec of frames of at most `max` bytes that end with this byte.
    ///
    /// @throws IllegalArgumentException if `max` is not from 1 to 1 GiB
    public static DelimiterCodec of(int max, byte delimiter) {
        return of(max, new byte[] {delimiter});
    }

    @Override
    public Optional<ByteBuffer> decode(ByteBuffer input) throws NetException {
        Objects.requireNonNull(input, "input");
        return decode(input, false);
    }

    @Override
    public Optional<ByteBuffer> decodeEnd(ByteBuffer input) throws NetException {
        Objects.requireNonNull(input, "input");
        Optional<ByteBuffer> message = decode(input, true);
        if (message.isEmpty()) {
            boolean cutOff = !skipping && input.hasRemaining();
            String detail = input.remaining() + " bytes of a frame without its delimiter";
            skipping = false;
            drop(input, input.limit());
            if (cutOff) {
                throw NetException.of(ErrorKind.UNEXPECTED_EOF, "decode", detail);
            }
        }
        return message;
    }

    private Optional<ByteBuffer> decode(ByteBuffer input, boolean atEnd) throws NetException {
        view.look(input);
        if (skipping && !skip(input, atEnd)) {
            return Optional.empty();
        }
        int start = input.position();
        int end = delimiters.find(input, start + alreadyScanned(input), input.limit(), atEnd);
        if (end >= 0) {
            end(input, end);
            checkLength(end - start);
            return view.of(input, start, end);
        }
        scanned = delimiters.partial() - start;
        if (scanned > max) {
            skipping = true;
            drop(input, delimiters.partial());
            throw tooLong("decode");
        }
        return Optional.empty();
    }

    private boolean skip(ByteBuffer input, boolean atEnd) {
        int end = delimiters.find(input, input.position(), input.limit(), atEnd);
        if (end >= 0) {
            skipping = false;
            end(input, end);
        } else {
            drop(input, delimiters.partial());
        }
        return !skipping;
    }

    private void end(ByteBuffer input, int end) {
        drop(input, end + delimiters.length());
        ended++;
    }

    private void drop(ByteBuffer input, int to) {
        scanned = 0;
        input.position(to);
    }

    /// A caller that threw bytes away has the rest scanned anew.
    private int alreadyScanned(ByteBuffer input) {
        return scanned <= input.remaining() ? scanned : 0;
    }

    @Override
    public boolean isWithin(ByteBuffer input) {
        Objects.requireNonNull(input, "input");
        return skipping || input.hasRemaining();
    }

    @Override
    public void reset() {
        skipping = false;
        scanned = 0;
    }

    @Override
    public long ended() {
        return ended;
    }

    @Override
    public int maxBuffered() {
        return max + delimiters.longest();
    }

    @Override
    public int maxEncodedLength(ByteBuffer message) {
        Objects.requireNonNull(message, "message");
        return Math.min(message.remaining(), max) + delimiters.first().length;
    }

    @Override
    public void encode(ByteBuffer message, ByteBuffer output) throws NetException {
        Objects.requireNonNull(message, "message");
        Objects.requireNonNull(output, "output");
        int length = message.remaining();
        byte[] delimiter = refused.first();
        if (length > max) {
            throw tooLong("encode");
        }
        if (output.remaining() < length + delimiter.length) {
            throw new BufferOverflowException();
        }
        int start = output.position();
        int end = start + length;
        output.put(start, message, message.position(), length);
        output.put(end, delimiter);
        int found = refused.find(output, start, end + delimiter.length, true);
        if (found != end) {
            throw NetException.of(ErrorKind.INVALID_INPUT, "encode", "a delimiter at index " + (found - start));
        }
        output.position(end + delimiter.length);
    }

    private void checkLength(int length) throws NetException {
        if (length > max) {
            throw tooLong("decode");
        }
    }

    private NetException tooLong(String operation) {
        return NetException.of(ErrorKind.MESSAGE_TOO_LONG, operation, "a frame of more than " + max + " bytes");
    }
}
