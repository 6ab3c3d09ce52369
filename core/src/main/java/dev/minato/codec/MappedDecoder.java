package dev.minato.codec;

import dev.minato.error.NetException;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Optional;

/// A decoder whose messages take another form; see [Decoder#andThen].
///
/// @param <T> the messages of the decoder underneath
/// @param <R> those of this one
sealed class MappedDecoder<T, R> implements Decoder<R> permits MappedCodec {
    private final Decoder<T> decoder;
    private final Mapping<? super T, ? extends R> mapping;

    MappedDecoder(Decoder<T> decoder, Mapping<? super T, ? extends R> mapping) {
        this.decoder = decoder;
        this.mapping = mapping;
    }

    @Override
    public final Optional<R> decode(ByteBuffer input) throws NetException {
        return mapped(decoder.decode(input));
    }

    @Override
    public final Optional<R> decodeEnd(ByteBuffer input) throws NetException {
        return mapped(decoder.decodeEnd(input));
    }

    private Optional<R> mapped(Optional<T> message) throws NetException {
        if (message.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Objects.requireNonNull(mapping.apply(message.get()), "mapping"));
        } catch (NetException e) {
            throw e.withOperation("decode");
        }
    }

    @Override
    public final boolean isWithin(ByteBuffer input) {
        return decoder.isWithin(input);
    }

    @Override
    public final long ended() {
        return decoder.ended();
    }

    @Override
    public final boolean isFailed() {
        return decoder.isFailed();
    }

    @Override
    public final void reset() {
        decoder.reset();
    }

    @Override
    public final int maxBuffered() {
        return decoder.maxBuffered();
    }
}
