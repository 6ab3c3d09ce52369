package dev.minato.codec;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Optional;

/// Takes messages out of a stream of bytes that arrives in pieces of any size.
///
/// The caller owns the buffer: it reads what comes into it, calls [#decode] until that gives nothing, keeps
/// what is left, and waits for more. At the end of the stream it calls [#decodeEnd] until that gives nothing.
///
/// {@snippet file="dev/minato/examples/framing/DecodeByHand.java" region="decode"}
///
/// **Errors.** A `NetException` of the kind `MESSAGE_TOO_LONG` or `INVALID_DATA`, with the operation `decode`,
/// is about one message. An error is recoverable: exactly that message is skipped, and the next call goes on
/// behind it; or it is fatal: the position stays, and each call throws the same again. [#isFailed] says which.
///
/// **Threading.** A decoder keeps state between calls: one for each stream, used by one thread at a time.
///
/// Follows `tokio_util::codec::Decoder`, but for an error, which does not end the stream.
///
/// @param <T> what a message is
public interface Decoder<T> {
    /// Takes the next message from the front of `input`, or gives nothing when it needs more bytes for it.
    ///
    /// The bytes from `input`'s position to its limit are what the last call left, then what has arrived since;
    /// the caller may have moved them, into another buffer as well. An empty `input` is allowed and gives
    /// nothing. What was taken moves the position, also when nothing or an error comes of it; the limit and the
    /// bytes stay as they are. A message takes at least one byte. From an `input` of [#maxBuffered()] bytes or
    /// more a call takes at least one byte or throws, so that such a buffer is always enough.
    ///
    /// The byte order of `input` is the caller's: take nothing for granted, and leave it as it was found. A
    /// `slice()` is always big-endian, and so is what a `Framed` passes.
    ///
    /// What is returned may be a view onto `input`: it is valid until the next call, or until the caller
    /// changes the buffer. A decoder may keep references to the last two inputs; calling it with an empty one
    /// makes it let go.
    ///
    /// @throws NetException as the class says
    Optional<T> decode(ByteBuffer input) throws NetException;

    /// Takes the next message when the stream has ended and nothing comes after `input`; gives nothing when
    /// none is left. To be called until then.
    ///
    /// By default that is what [#decode] finds, and an error if bytes are left over; they are dropped, so that
    /// the next call gives nothing. A decoder for which the end completes a message, or which takes in parts of
    /// a message before it is complete, has its own. Afterwards the decoder is ready for another stream.
    ///
    /// @throws NetException as [#decode], and `UNEXPECTED_EOF` when the stream ended within a message
    default Optional<T> decodeEnd(ByteBuffer input) throws NetException {
        Objects.requireNonNull(input, "input");
        var message = decode(input);
        if (message.isEmpty() && input.hasRemaining()) {
            var detail = input.remaining() + " bytes of an incomplete message";
            input.position(input.limit());
            throw NetException.of(ErrorKind.UNEXPECTED_EOF, "decode", detail);
        }
        return message;
    }

    /// Whether a message has begun that is not complete: `input` is what the last call left. A caller may bound
    /// how long that lasts.
    ///
    /// By default that is so if anything is left. A decoder that takes in parts of a message, or drops what
    /// belongs to none, has its own.
    default boolean isWithin(ByteBuffer input) {
        Objects.requireNonNull(input, "input");
        return input.hasRemaining();
    }

    /// How many messages have ended so far, also those that no call gave because they were bad or dropped. A
    /// caller that bounds the time of each learns from a change that what has begun is another one.
    ///
    /// By default 0, which is right where every message that ends is given. A decoder that drops messages, or
    /// parts of them that come after what it gave, has its own.
    default long ended() {
        return 0;
    }

    /// Whether an error was fatal: where the next message begins is not known, and every further call throws the
    /// same again. False after an error of one message, which is skipped: the next call goes on behind it.
    ///
    /// By default false, which is right for a decoder that always recovers.
    default boolean isFailed() {
        return false;
    }

    /// Forgets what it knows of the stream so far, a fatal error included: what comes next is the beginning of
    /// another one, such as the next datagram. Counts go on, and so do [#maxBuffered] and what was configured.
    ///
    /// By default nothing, which is right for a decoder that keeps no state between calls.
    default void reset() {}

    /// A decoder that gives the messages of this one in another form, and shares its state: use the one or the
    /// other.
    ///
    /// {@snippet file="dev/minato/examples/framing/Gearman.java" region="packets"}
    ///
    /// The mapping is given each message once. What it throws is about that message alone: the next call goes on
    /// behind it.
    ///
    /// @param <R> the other form
    default <R> Decoder<R> andThen(Mapping<? super T, ? extends R> mapping) {
        return new MappedDecoder<>(this, Objects.requireNonNull(mapping, "mapping"));
    }

    /// The number of bytes that `input` must be able to hold for any message to complete; at least 1, and
    /// always the same. The caller's buffer may begin smaller and grow up to this, and need never grow further.
    int maxBuffered();
}
