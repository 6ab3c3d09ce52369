package dev.minato.platform;

import dev.minato.error.NetException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/// A socket for datagrams.
///
/// @param <A> its addresses
public interface TryDatagram<A> extends TrySocket<A> {
    /// Takes one datagram: as much as the buffer has room for, the rest is gone; false for not now.
    ///
    /// `into` gets the real length, the sender, and what the socket asks the kernel to say. A buffer without
    /// room takes a datagram all the same. On a connected socket, CONNECTION_REFUSED reports an earlier
    /// datagram that met a closed port.
    boolean tryReceive(ByteBuffer buffer, DatagramMeta<A> into) throws NetException;

    /// As [#tryReceive], and the datagram stays for the next receive or peek.
    boolean tryPeek(ByteBuffer buffer, DatagramMeta<A> into) throws NetException;

    /// Sends what remains in the buffer as one datagram, which may be empty; false for not now.
    boolean trySend(ByteBuffer buffer, A to) throws NetException;

    /// As [#trySend(ByteBuffer, Object)], from `from`, one of the machine's own addresses with the socket's
    /// port; an unspecified one, or that which the socket is bound to, is as without. INVALID_INPUT for
    /// another port; INVALID_INPUT or NETWORK_UNREACHABLE for what is no address of this machine;
    /// UNSUPPORTED.
    boolean trySend(ByteBuffer buffer, A to, A from) throws NetException;

    /// As [#trySend(ByteBuffer, Object)] to the connected peer; NOT_CONNECTED without one.
    boolean trySend(ByteBuffer buffer) throws NetException;

    /// Sends what remains in the buffer as datagrams of `segmentSize` bytes each, of which the last may have
    /// fewer; false if the kernel has no room for all of them now. The position is behind those that went,
    /// also after a failure.
    ///
    /// `segmentSize` is at least 1; if all that remains is no longer, it is as [#trySend(ByteBuffer,
    /// Object)].
    boolean trySendSegments(ByteBuffer buffer, int segmentSize, A to) throws NetException;

    /// As [#trySendSegments(ByteBuffer, int, Object)] to the connected peer; NOT_CONNECTED without one.
    boolean trySendSegments(ByteBuffer buffer, int segmentSize) throws NetException;

    /// Whether the kernel cuts what [#trySendSegments] sends; else each datagram is a send of its own. May
    /// turn false when the kernel or a device refuses.
    boolean segmentationOffload() throws NetException;

    /// Takes as many datagrams as there are now, at most one for each slot from the first on; returns how
    /// many, 0 for not now.
    ///
    /// With [PlatformOptions#RECEIVE_COALESCING] a slot of at least 64 KiB may get several datagrams
    /// ([DatagramMeta#isSegmented]). What fails after the first is told by the next receive.
    int tryReceive(List<DatagramSlot<A>> slots) throws NetException;

    /// Sends what is in the slots from `from` on, before `to`, until the kernel has no room for more; returns
    /// how many went, 0 for not now. Of a slot with several datagrams some may have gone
    /// ([DatagramMeta#sent]): the next try goes on behind them. A slot without an address goes to the
    /// connected peer; one with a local address goes from there.
    ///
    /// Throws only what the first fails with; what fails after it fails again as the first of a later
    /// try. Of several CONNECTION_REFUSED one at least is thrown.
    int trySend(List<DatagramSlot<A>> slots, int from, int to) throws NetException;

    /// Sets the peer: datagrams of others are no longer received, and what the kernel has noted of an earlier
    /// peer is forgotten.
    void connect(A remote) throws NetException;

    /// Goes back to having no peer; no error without one.
    void disconnect() throws NetException;

    /// Takes the oldest ICMP error of those that the socket keeps ([PlatformOptions#RECEIVE_ERRORS]); empty
    /// for none. UNSUPPORTED.
    ///
    /// A receive that finds no datagram throws the oldest that was not thrown yet, and then it is the first
    /// here.
    Optional<DatagramError> tryReceiveError() throws NetException;

    /// Receives what is sent to a group, too. INVALID_INPUT for what is no group, NOT_FOUND for what is no
    /// interface, ADDRESS_IN_USE if it was joined before, UNSUPPORTED.
    void join(Membership membership) throws NetException;

    /// Ends [#join] of the same membership. ADDRESS_NOT_AVAILABLE if it was not joined.
    void leave(Membership membership) throws NetException;

    /// The peer; empty when not connected.
    Optional<A> peerAddress();
}
