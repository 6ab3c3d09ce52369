package dev.minato.framed;

import java.util.Objects;

/// What came first to one that waited for its peer and for a channel: see [FramedReader#readOr].
///
/// These are all there are, so a `switch` over them needs no default.
///
/// @param <I> the peer's messages
/// @param <V> the channel's values
public sealed interface Arrival<I, V> {
    /// A message of the peer.
    ///
    /// @param message the message; as with a read, it may be a view that is valid until the next one
    record Message<I, V>(I message) implements Arrival<I, V> {
        /// With the message.
        public Message {
            Objects.requireNonNull(message, "message");
        }
    }

    /// A value of the channel.
    ///
    /// @param value the value, which is received
    record Value<I, V>(V value) implements Arrival<I, V> {
        /// With the value.
        public Value {
            Objects.requireNonNull(value, "value");
        }
    }

    /// The end of the peer's stream: it sends no more, but may still read.
    record PeerEnded<I, V>() implements Arrival<I, V> {}

    /// The end of the channel: it is closed and drained ([dev.minato.task.BoundedChannel#isEnded]).
    record ChannelEnded<I, V>() implements Arrival<I, V> {}
}
