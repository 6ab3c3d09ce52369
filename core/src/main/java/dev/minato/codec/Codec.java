package dev.minato.codec;

/// Both directions of a stream of messages.
///
/// **Threading.** One codec for each connection. Decoding and encoding share no state that changes: one thread
/// may decode while another one encodes.
///
/// @param <I> what comes in
/// @param <O> what goes out
public interface Codec<I, O> extends Decoder<I>, Encoder<O> {}
