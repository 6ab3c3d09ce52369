package dev.minato.platform;

import dev.minato.address.SocketAddr;
import dev.minato.error.NetException;
import java.nio.ByteBuffer;

/// A TCP connection, or one that is about to be.
public interface TryStream extends TrySocket {
    /// Starts to connect, or goes on with it: true once connected, false for not yet (await WRITABLE, call
    /// again).
    ///
    /// After a failure the socket is good for nothing but [#close].
    boolean tryConnect(SocketAddr remote) throws NetException;

    /// The peer's address, in the family of the socket; known also after the peer is gone.
    ///
    /// Only for a socket that was connected; an `AssertionError` before.
    SocketAddr peerAddress();

    /// Reads into the buffer from its position: how many bytes, at least 1; 0 for not now, or if the buffer has
    /// no room; -1 at the end of the stream, and again each time after it.
    ///
    /// CONNECTION_RESET is sticky: every later read fails with it too.
    int tryRead(ByteBuffer buffer) throws NetException;

    /// Writes from the buffer's position: how many bytes, at least 1; 0 for not now, or if the buffer is empty.
    int tryWrite(ByteBuffer buffer) throws NetException;

    /// Ends reading on this side: reads say -1 from now on, waiting ones too. Again is no error.
    void shutdownRead() throws NetException;

    /// Ends writing: the peer gets FIN after what was written; writes fail with BROKEN_PIPE. Again is no error.
    void shutdownWrite() throws NetException;
}
