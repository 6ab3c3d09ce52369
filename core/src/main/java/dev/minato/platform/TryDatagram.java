package dev.minato.platform;

import dev.minato.address.SocketAddr;
import dev.minato.error.NetException;
import java.nio.ByteBuffer;
import java.util.Optional;

/// A UDP socket.
public interface TryDatagram extends TrySocket {
    /// Takes one datagram: as much as the buffer has room for, the rest is gone; false for not now.
    ///
    /// `into` gets the real length, whether it was cut, and the sender. A buffer without room takes a datagram
    /// all the same. On a connected socket, CONNECTION_REFUSED reports an earlier datagram that met a closed
    /// port.
    boolean tryReceive(ByteBuffer buffer, DatagramSink into) throws NetException;

    /// Sends what remains in the buffer as one datagram, which may be empty; false for not now.
    boolean trySend(ByteBuffer buffer, SocketAddr to) throws NetException;

    /// As [#trySend(ByteBuffer, SocketAddr)] to the connected peer; NOT_CONNECTED without one.
    boolean trySend(ByteBuffer buffer) throws NetException;

    /// Sets the peer: datagrams of others are no longer received.
    void connect(SocketAddr remote) throws NetException;

    /// The peer; empty when not connected.
    Optional<SocketAddr> peerAddress();

    /// Where [#tryReceive] says what came.
    @FunctionalInterface
    interface DatagramSink {
        /// `length` bytes are in the buffer, of the `realLength` that `sender` sent.
        void received(int length, int realLength, SocketAddr sender);
    }
}
