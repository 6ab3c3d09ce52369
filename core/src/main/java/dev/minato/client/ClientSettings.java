package dev.minato.client;

import dev.minato.codec.Decoder;
import dev.minato.codec.Encoder;
import dev.minato.task.Retry;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// The settings of a client, checked; times in nanoseconds.
record ClientSettings<I, O>(
        Connector connector,
        Supplier<Framing<I, O>> framing,
        Handshake<I, O> handshake,
        Optional<Matching<I, O>> matching,
        Predicate<? super O> idempotent,
        Retry retry,
        Times times,
        int maxConnections,
        int maxInFlight,
        int maxQueued) {

    /// The two directions of the codec of one connection.
    record Framing<I, O>(Decoder<I> decoder, Encoder<O> encoder) {}

    /// The ids by which replies find their requests.
    record Matching<I, O>(Function<? super O, ?> ofRequest, Function<? super I, ?> ofReply) {}

    /// The bounds on time.
    record Times(long connect, long request, long read, long write, long idle) {}
}
