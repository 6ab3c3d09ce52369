package dev.minato.net;

import dev.minato.address.SocketAddr;

/// What is known of a UDP datagram that was received: how long it is, how long it was, and who sent it, in the
/// family of the socket. Filled again by each receive, so that receiving allocates nothing.
///
/// Belongs to the thread that receives with it; copy what is to be kept.
public final class Received extends DatagramInfo<SocketAddr> {
    /// A holder that nothing was received with yet.
    public Received() {}
}
