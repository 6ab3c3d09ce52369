package dev.minato.codec;

import dev.minato.error.NetException;
import java.nio.ByteBuffer;
import java.util.Objects;

/// An encoder whose messages take another form first; see [Encoder#compose].
///
/// @param <T> the messages of the encoder underneath
/// @param <P> those of this one
record MappedEncoder<T, P>(Encoder<T> encoder, Mapping<? super P, ? extends T> mapping) implements Encoder<P> {
    /// A message that has no other form takes no room: [#encode] refuses it.
    @Override
    public int maxEncodedLength(P message) {
        try {
            return encoder.maxEncodedLength(mapped(message));
        } catch (NetException refused) {
            return 0;
        }
    }

    @Override
    public void encode(P message, ByteBuffer output) throws NetException {
        encoder.encode(mapped(message), output);
    }

    private T mapped(P message) throws NetException {
        try {
            return Objects.requireNonNull(mapping.apply(message), "mapping");
        } catch (NetException e) {
            throw e.withOperation("encode");
        }
    }
}
