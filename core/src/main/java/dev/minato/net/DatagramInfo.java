package dev.minato.net;

import dev.minato.platform.DatagramMeta;
import java.util.Optional;

/// The metadata of a datagram that was received; filled again by each receive, so that receiving allocates
/// nothing.
///
/// Belongs to the thread that receives with it; copy what is to be kept.
///
/// @param <A> the sender's address
abstract sealed class DatagramInfo<A> permits Received, UnixReceived {
    final DatagramMeta<A> meta = new DatagramMeta<>();

    /// How many bytes are in the buffer; 0 for an empty datagram.
    public int length() {
        return meta.length();
    }

    /// How many bytes the sender sent.
    public int realLength() {
        return meta.realLength();
    }

    /// Whether the buffer was too small, and the rest is gone.
    public boolean truncated() {
        return meta.realLength() > meta.length();
    }

    /// The sender's address.
    ///
    /// @throws IllegalStateException before anything was received
    public A sender() {
        if (!meta.hasAddress()) {
            throw new IllegalStateException("nothing was received yet");
        }
        return meta.address();
    }

    Optional<A> local() {
        return meta.local();
    }

    /// `12 of 16 bytes from 127.0.0.1:9000`.
    @Override
    public String toString() {
        return meta.length() + " of " + meta.realLength() + " bytes from "
                + (meta.hasAddress() ? meta.address() : "nobody");
    }
}
