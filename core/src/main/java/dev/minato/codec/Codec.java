package dev.minato.codec;

import java.util.Objects;

/// Both directions of a stream of messages.
///
/// **Threading.** One codec for each connection. Decoding and encoding share no state that changes: one thread
/// may decode while another one encodes.
///
/// @param <I> what comes in
/// @param <O> what goes out
public interface Codec<I, O> extends Decoder<I>, Encoder<O> {
    /// A codec of messages in another form, as [Decoder#andThen] and [Encoder#compose] together; it shares the state
    /// of this one.
    ///
    /// @param <J> the other form of what comes in
    /// @param <P> the other form of what goes out
    /// @param in makes it of what came
    /// @param out turns it into what is written
    default <J, P> Codec<J, P> map(Mapping<? super I, ? extends J> in, Mapping<? super P, ? extends O> out) {
        Objects.requireNonNull(in, "in");
        Objects.requireNonNull(out, "out");
        return new MappedCodec<>(this, in, out);
    }
}
