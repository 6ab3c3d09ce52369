package dev.minato.codec;

import dev.minato.error.NetException;
import java.nio.ByteBuffer;

/// A codec whose messages take another form; see [Codec#map].
///
/// @param <I> what comes in underneath
/// @param <J> what comes in here
/// @param <P> what goes out here
final class MappedCodec<I, J, P> extends MappedDecoder<I, J> implements Codec<J, P> {
    private final Encoder<P> encoder;

    <O> MappedCodec(Codec<I, O> codec, Mapping<? super I, ? extends J> in, Mapping<? super P, ? extends O> out) {
        super(codec, in);
        this.encoder = codec.compose(out);
    }

    @Override
    public int maxEncodedLength(P message) {
        return encoder.maxEncodedLength(message);
    }

    @Override
    public void encode(P message, ByteBuffer output) throws NetException {
        encoder.encode(message, output);
    }
}
