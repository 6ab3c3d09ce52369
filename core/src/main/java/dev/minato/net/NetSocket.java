package dev.minato.net;

import dev.minato.error.NetException;
import dev.minato.net.handle.SocketHandle;
import dev.minato.net.option.Bounds;
import dev.minato.net.ready.ReadyQueue;
import dev.minato.net.ready.WatchedDirection;
import dev.minato.platform.Interest;
import dev.minato.platform.TrySocket;
import java.net.SocketOption;
import java.util.Optional;

/// The base of all sockets: a handle that clones share, its options, its end.
///
/// ```
///   NetSocket ─┬─ SocketListener ── TcpListener, UnixListener
///              └─ DataSocket ─┬─ SocketStream ── TcpStream, UnixStream, MemoryStream
///                             └─ DatagramSocket ── UdpSocket, UnixDatagram
/// ```
///
/// The classes above the public ones do not name them, and are package-private, so nobody else can extend them.
///
/// @param <A> its addresses
/// @param <S> the platform's socket
abstract class NetSocket<A, S extends TrySocket<A>> implements AutoCloseable {
    final SocketHandle<S> handle;

    NetSocket(SocketHandle<S> handle) {
        this.handle = handle;
    }

    /// Returns its registration with a queue, to be armed; IllegalArgumentException for a direction that it
    /// does not have.
    <T> WatchedDirection<T> register(T what, Interest interest, ReadyQueue<T> queue) throws NetException {
        return new WatchedDirection<>(what, handle.socket(), interest, handle.waitHandle(), queue);
    }

    /// Blocks until a try may succeed or `deadline`; throws whatever else ended the wait.
    final void block(Interest interest, long deadline, String operation) throws NetException {
        try {
            SocketHandle.check(handle.block(interest, deadline, operation), operation);
        } catch (NetException e) {
            throw handle.located(e);
        }
    }

    final <T> T option(SocketOption<T> option) throws NetException {
        return handle.option(option);
    }

    final <T> void setOption(SocketOption<T> option, T value) throws NetException {
        handle.setOption(option, value);
    }

    /// Sets an option within bounds, of which the kernel does not refuse all that is outside;
    /// IllegalArgumentException.
    final void setNumber(SocketOption<Integer> option, int min, int max, int value) throws NetException {
        handle.setOption(option, Bounds.within(min, max, value, "set " + option.name()));
    }

    /// Whether calls that would wait fail with `WOULD_BLOCK` instead; seen by all clones.
    public boolean isNonBlocking() {
        return handle.isNonBlocking();
    }

    /// Sets non-blocking mode, for all clones; accepted connections do not inherit it. Calls that only wait,
    /// such as `awaitReadable`, wait all the same.
    public void setNonBlocking(boolean nonBlocking) {
        handle.setNonBlocking(nonBlocking);
    }

    /// Takes the failure that the kernel has noted for this socket (`SO_ERROR`), such as a refusal; empty for
    /// none.
    ///
    /// A failure that was taken is not taken again; one that ended a stream is still what every read fails
    /// with, once all that came before it has been read. `CLOSED`; `UNSUPPORTED` on the jdk platform.
    public Optional<NetException> takeError() throws NetException {
        return handle.takeError();
    }

    /// The address that the socket is bound to, with the real port; known also after the close.
    public A localAddress() {
        return handle.socket().localAddress();
    }

    /// Whether this handle is open.
    public boolean isOpen() {
        return handle.isOpen();
    }

    /// Closes this handle, and with the last one the socket. Calls that wait through this handle end with
    /// `CLOSED`. No-op if closed; an interrupt is not heeded.
    @Override
    public void close() throws NetException {
        handle.close();
    }
}
