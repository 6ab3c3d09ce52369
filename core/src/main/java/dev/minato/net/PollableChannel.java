package dev.minato.net;

import dev.minato.task.BoundedChannel;
import java.util.Objects;

/// A [BoundedChannel] among the sockets that a [Readiness] waits for.
///
/// Two are equal if they are about the same channel.
///
/// @param channel the channel
public record PollableChannel(BoundedChannel<?> channel) implements Pollable {
    /// The channel as what can be waited for.
    public PollableChannel {
        Objects.requireNonNull(channel, "channel");
    }

    /// Whether the channel is open: values can be sent.
    @Override
    public boolean isOpen() {
        return !channel.isClosed();
    }

    /// Closes the channel, whose values can still be received.
    @Override
    public void close() {
        channel.close();
    }

    /// As the channel's.
    @Override
    public String toString() {
        return channel.toString();
    }
}
