package dev.minato.framed;

import dev.minato.codec.Decoder;
import dev.minato.error.NetException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A decoder that takes bytes from the input and leaves nothing else changed, whatever it does, and that is told
/// when it breaks the rules of [Decoder] so that its reader would go on for ever.
///
/// The input is of a pool. A limit that stays too low would lose what lies behind it; one that stays too high (a
/// `compact` leaves it at the capacity) would take in what another connection left there; and a byte order would
/// be the next connection's.
final class GuardedDecoder<I> {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final Decoder<I> decoder;

    GuardedDecoder(Decoder<I> decoder) {
        this.decoder = decoder;
    }

    /// As [Decoder#decode]; `IllegalStateException` for a message or an error that took no byte.
    Optional<I> decode(ByteBuffer input) throws NetException {
        return decode(input, false);
    }

    /// As [Decoder#decodeEnd]; `IllegalStateException` for an error that took no byte, and for a message if there
    /// was one to take.
    Optional<I> decodeEnd(ByteBuffer input) throws NetException {
        return decode(input, true);
    }

    private Optional<I> decode(ByteBuffer input, boolean atEnd) throws NetException {
        int position = input.position();
        int limit = input.limit();
        try {
            Optional<I> message = atEnd ? decoder.decodeEnd(input) : decoder.decode(input);
            if (message == null) {
                throw broken("returned null", null);
            }
            // At the end a message may come of what was taken before.
            if (message.isPresent() && input.position() == position && (position < limit || !atEnd)) {
                throw broken("gave a message and took no byte", null);
            }
            return message;
        } catch (NetException e) {
            if (input.position() == position && position < limit && !decoder.isFailed()) {
                throw broken("threw, and neither took a byte nor is failed", e);
            }
            throw e;
        } finally {
            input.limit(limit).order(ByteOrder.BIG_ENDIAN);
        }
    }

    private IllegalStateException broken(String what, @Nullable NetException cause) {
        return new IllegalStateException("the decoder " + decoder.getClass().getName() + " " + what, cause);
    }

    /// What a full buffer is that the decoder takes nothing of.
    IllegalStateException takesNothingOf(int bytes) {
        return broken("takes nothing of " + bytes + " bytes, but its maxBuffered is " + decoder.maxBuffered(), null);
    }

    /// Has it let go of the buffers that it refers to: it would be all that holds them.
    void letGo() throws NetException {
        var _ = decoder.decode(NOTHING);
    }
}
