package dev.minato.net;

import dev.minato.address.SocketAddr;
import java.util.Optional;

/// The metadata of a UDP datagram that was received: how long it is, how long it was, and who sent it, in the
/// family of the socket. Filled again by each receive, so that receiving allocates nothing.
///
/// Belongs to the thread that receives with it; copy what is to be kept.
public final class Received extends DatagramInfo<SocketAddr> {
    /// A holder that nothing was received with yet.
    public Received() {}

    /// The address of this machine that it was sent to, with the socket's port, in the family of the socket:
    /// for [UdpSocket#sendTo(java.nio.ByteBuffer, SocketAddr, SocketAddr)].
    ///
    /// Empty if the socket does not ask for it ([UdpSocket#setReceiveLocalAddress]), and for what was sent to
    /// a group or by broadcast, which is no address of one machine.
    public Optional<SocketAddr> localAddress() {
        return local();
    }
}
