package dev.minato.codec;

import dev.minato.error.NetException;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Optional;

/// A line codec but for what a line is as a message.
abstract sealed class LineMessages<M> implements Codec<M, M> permits ByteLineCodec, Utf8LineCodec {
    final LineScanner lines;

    LineMessages(int max, LineEnd last) {
        this.lines = new LineScanner(max, last);
    }

    /// The line that the scanner found, if it found one, as a message.
    abstract Optional<M> message(ByteBuffer input, boolean isFound) throws NetException;

    @Override
    public final Optional<M> decode(ByteBuffer input) throws NetException {
        Objects.requireNonNull(input, "input");
        return message(input, lines.next(input));
    }

    @Override
    public final Optional<M> decodeEnd(ByteBuffer input) throws NetException {
        Objects.requireNonNull(input, "input");
        return message(input, lines.last(input));
    }

    @Override
    public final boolean isWithin(ByteBuffer input) {
        Objects.requireNonNull(input, "input");
        return lines.isWithin(input);
    }

    @Override
    public final long ended() {
        return lines.ended();
    }

    @Override
    public final int maxBuffered() {
        return lines.maxBuffered();
    }
}
