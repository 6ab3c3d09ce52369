package dev.minato.net;

import dev.minato.address.UnixAddr;

/// The metadata of a Unix datagram that was received: how long it is, how long it was, and who sent it, which
/// is unnamed for a socket that was never bound. Filled again by each receive.
///
/// Belongs to the thread that receives with it; copy what is to be kept.
public final class UnixReceived extends DatagramInfo<UnixAddr> {
    /// A holder that nothing was received with yet.
    public UnixReceived() {}
}
