package dev.minato.codec;

import dev.minato.error.NetException;
import java.nio.ByteBuffer;
import java.util.Objects;

/// Turns messages into the bytes of a stream.
///
/// **Threading.** Used by one thread at a time. Where an encoder is a decoder too, see [Codec].
///
/// Follows `tokio_util::codec::Encoder`.
///
/// @param <T> what a message is
public interface Encoder<T> {
    /// An upper bound, in bytes, of what [#encode] writes for `message`: who has that much room never meets a
    /// `BufferOverflowException`. `Integer.MAX_VALUE` where it would be more. For a message that `encode`
    /// refuses it bounds nothing, since nothing is written.
    ///
    /// A framed writer makes that much room before it encodes. So an encoder with a maximum says no more than
    /// that, however long the message is, as [LineCodec] does: else one that is refused would cost the memory.
    int maxEncodedLength(T message);

    /// An encoder of messages in another form, which the mapping turns into those of this one: once for the room
    /// that a message takes, and once to write it.
    ///
    /// @param <P> the other form
    default <P> Encoder<P> compose(Mapping<? super P, ? extends T> mapping) {
        return new MappedEncoder<>(this, Objects.requireNonNull(mapping, "mapping"));
    }

    /// Writes `message` at `output`'s position, which moves behind it; `message` stays as it is.
    ///
    /// What stands in `output` behind the position may be anything, also what was another peer's: each byte that is
    /// to be sent must be written, zeros too.
    ///
    /// The byte order of `output` is the caller's: take nothing for granted, and leave it as it was found. A
    /// `Framed` passes a big-endian one.
    ///
    /// When this throws, `output`'s position and the bytes before it are as they were, and the next message can
    /// be encoded.
    ///
    /// @throws NetException with the operation `encode`: `MESSAGE_TOO_LONG`, or `INVALID_INPUT` when the
    ///     message cannot be told in this format
    /// @throws java.nio.BufferOverflowException when `output` has too little room
    void encode(T message, ByteBuffer output) throws NetException;
}
