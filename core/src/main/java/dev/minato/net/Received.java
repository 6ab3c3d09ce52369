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

    /// The number of the network interface that it came through; 0 unless the socket asks for the local
    /// address ([UdpSocket#setReceiveLocalAddress]), with which it comes.
    public int interfaceIndex() {
        return meta.packet().interfaceIndex();
    }

    /// The ECN mark; empty unless the socket asks for it ([DatagramField#ECN]).
    public Optional<Ecn> ecn() {
        return Ecn.of(meta.packet().ecn());
    }

    /// The routers that it could still have passed, plus one, 0 to 255 (the time to live of IPv4); -1 unless
    /// the socket asks for it ([DatagramField#HOP_LIMIT]).
    public int hopLimit() {
        return meta.packet().hopLimit();
    }

    /// When the kernel got it, in nanoseconds since 1970 by the clock of the system, which may be set:
    /// `Instant.ofEpochSecond(0, nanos)`; 0 unless the socket asks for it ([DatagramField#TIME]).
    public long timeNanos() {
        return meta.packet().time();
    }
}
