package dev.minato.net;

import dev.minato.platform.TryDatagram;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The metadata of a datagram that was received; filled again by each receive, so that receiving allocates
/// nothing.
///
/// Belongs to the thread that receives with it; copy what is to be kept.
///
/// @param <A> the sender's address
abstract sealed class DatagramInfo<A> permits Received, UnixReceived {
    private int length;
    private int realLength;
    private @Nullable A sender;
    private Optional<A> local = Optional.empty();
    final TryDatagram.DatagramSink<A> sink = this::fill;

    private void fill(int length, int realLength, A sender, Optional<A> local) {
        this.length = length;
        this.realLength = realLength;
        this.sender = sender;
        this.local = local;
    }

    /// How many bytes are in the buffer; 0 for an empty datagram.
    public int length() {
        return length;
    }

    /// How many bytes the sender sent.
    public int realLength() {
        return realLength;
    }

    /// Whether the buffer was too small, and the rest is gone.
    public boolean truncated() {
        return realLength > length;
    }

    /// The sender's address.
    ///
    /// @throws IllegalStateException before anything was received
    public A sender() {
        if (sender == null) {
            throw new IllegalStateException("nothing was received yet");
        }
        return sender;
    }

    Optional<A> local() {
        return local;
    }

    /// `12 of 16 bytes from 127.0.0.1:9000`.
    @Override
    public String toString() {
        return length + " of " + realLength + " bytes from " + sender;
    }
}
