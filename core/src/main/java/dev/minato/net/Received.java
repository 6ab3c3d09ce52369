package dev.minato.net;

import dev.minato.address.SocketAddr;
import dev.minato.platform.TryDatagram;
import org.jspecify.annotations.Nullable;

/// What is known of a datagram that was received; filled again by each receive, so that receiving allocates
/// nothing.
///
/// Belongs to the thread that receives with it; copy what is to be kept.
public final class Received {
    private int length;
    private int realLength;
    private @Nullable SocketAddr sender;
    final TryDatagram.DatagramSink<SocketAddr> sink = this::fill;

    /// A holder that nothing was received with yet.
    public Received() {}

    private void fill(int length, int realLength, SocketAddr sender) {
        this.length = length;
        this.realLength = realLength;
        this.sender = sender;
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

    /// Who sent it, in the family of the socket.
    ///
    /// @throws IllegalStateException before anything was received
    public SocketAddr sender() {
        if (sender == null) {
            throw new IllegalStateException("nothing was received yet");
        }
        return sender;
    }

    /// `12 of 16 bytes from 127.0.0.1:9000`.
    @Override
    public String toString() {
        return length + " of " + realLength + " bytes from " + sender;
    }
}
