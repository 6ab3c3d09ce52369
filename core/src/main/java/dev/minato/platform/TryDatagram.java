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
    /// another port; INVALID_INPUT or NETWORK_UNREACHABLE for what is no address of this machine; UNSUPPORTED.
    boolean trySend(ByteBuffer buffer, A to, A from) throws NetException;

    /// As [#trySend(ByteBuffer, Object)] to the connected peer; NOT_CONNECTED without one.
    boolean trySend(ByteBuffer buffer) throws NetException;

    /// Takes as many datagrams as there are now, at most one for each slot from the first on; returns how
    /// many, 0 for not now.
    ///
    /// What fails after the first is told by the next receive.
    int tryReceive(List<DatagramSlot<A>> slots) throws NetException;

    /// Sends what is in the slots from `from` on, before `to`, until the kernel has no room for more; returns
    /// how many went, 0 for not now. A slot without an address goes to the connected peer; one with a local
    /// address goes from there.
    ///
    /// Throws only what the first fails with; what fails after it fails again as the first of the next try,
    /// except for a CONNECTION_REFUSED, which the kernel reports once.
    int trySend(List<DatagramSlot<A>> slots, int from, int to) throws NetException;

    /// Sets the peer: datagrams of others are no longer received, and what the kernel has noted of an earlier peer
    /// is forgotten.
    void connect(A remote) throws NetException;

    /// Goes back to having no peer; no error without one.
    void disconnect() throws NetException;

    /// Takes the oldest ICMP error of those that the socket keeps ([PlatformOptions#RECEIVE_ERRORS]); empty for
    /// none. UNSUPPORTED.
    ///
    /// A receive that finds no datagram throws the oldest that was not thrown yet, and then it is the first here.
    Optional<DatagramError> tryReceiveError() throws NetException;

    /// Receives what is sent to a group, too. INVALID_INPUT for what is no group, NOT_FOUND for what is no
    /// interface, ADDRESS_IN_USE if it was joined before, UNSUPPORTED.
    void join(Membership membership) throws NetException;

    /// Ends [#join] of the same membership. ADDRESS_NOT_AVAILABLE if it was not joined.
    void leave(Membership membership) throws NetException;

    /// The peer; empty when not connected.
    Optional<A> peerAddress();
}
