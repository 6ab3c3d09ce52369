package dev.minato.platform;

import dev.minato.error.NetException;
import java.nio.ByteBuffer;

/// A connection, or one that is about to be.
///
/// @param <A> its addresses
public interface TryStream<A> extends TrySocket<A> {
    /// Starts to connect, or goes on with it: true once connected, false for not yet (await WRITABLE, call
    /// again).
    ///
    /// After a failure only [#close] is valid. A Unix listener whose backlog is full fails
    /// it with WOULD_BLOCK: nothing tells when there is room again.
    boolean tryConnect(A remote) throws NetException;

    /// The addresses of the connection, noted when [#tryConnect] or the accept established it.
    Endpoints<A> endpoints();

    /// The address on this side; an `AssertionError` before the connection was established.
    @Override
    default A localAddress() {
        return endpoints().local();
    }

    /// The peer's address, in the family of the socket; known also after the peer is gone. An
    /// `AssertionError` before the connection was established.
    default A peerAddress() {
        return endpoints().peer();
    }

    /// Reads into the buffer from its position: how many bytes, at least 1; 0 for not now, or if the buffer
    /// has no room; -1 at the end of the stream, and again each time after it.
    ///
    /// CONNECTION_RESET is sticky: every later read fails with it too.
    int tryRead(ByteBuffer buffer) throws NetException;

    /// Reads into the buffers in turn, as one [#tryRead(ByteBuffer)] would into all their room; it may fill
    /// fewer than there is data for.
    int tryRead(ByteBuffer[] buffers, int offset, int length) throws NetException;

    /// Reads as [#tryRead(ByteBuffer)] does and takes nothing away: the next read or peek sees the same
    /// bytes.
    ///
    /// A platform that keeps them itself keeps some kilobytes at most, and looks no further.
    int tryPeek(ByteBuffer buffer) throws NetException;

    /// Writes from the buffer's position: how many bytes, at least 1; 0 for not now, or if the buffer is
    /// empty.
    int tryWrite(ByteBuffer buffer) throws NetException;

    /// Writes what remains in the buffers in turn, as one [#tryWrite(ByteBuffer)] would from all of it; it
    /// may take less than the kernel has room for.
    int tryWrite(ByteBuffer[] buffers, int offset, int length) throws NetException;

    /// Writes bytes of a file from `position` on, at most `count`, which is at least 1: how many bytes, at
    /// least 1; 0 for not now; -1 at the end of the file. Waits for the disk, if the file is not in memory.
    default int trySendFile(TryFile file, long position, int count) throws NetException {
        var some = ByteBuffer.allocate(Math.min(count, 16 * 1024));
        return file.read(some, position) <= 0 ? -1 : tryWrite(some.flip());
    }

    /// Ends reading on this side: reads say -1 from now on, waiting ones too. Again is no error.
    void shutdownRead() throws NetException;

    /// Ends writing: the peer gets FIN after what was written; writes fail with BROKEN_PIPE. Again is no
    /// error.
    void shutdownWrite() throws NetException;
}
