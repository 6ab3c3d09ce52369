package dev.minato.net;

import dev.minato.error.NetException;
import dev.minato.platform.wait.Backoff;
import dev.minato.platform.wait.Deadline;
import dev.minato.platform.wait.Handle;
import dev.minato.platform.Interest;
import dev.minato.platform.Platform;
import dev.minato.platform.Scope;
import dev.minato.platform.TryListener;
import dev.minato.platform.TryStream;
import dev.minato.platform.wait.WaitQueue;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/// What a [TcpListener] and a [UnixListener] have in common: all but how they come about, and their own
/// options.
///
/// @param <A> their addresses
/// @param <S> their connections
abstract sealed class SocketListener<A, S extends ByteStream> implements Pollable permits TcpListener, UnixListener {
    final Shared<TryListener<A>> shared;
    final Handle handle;
    final WaitQueue retries;

    SocketListener(Shared<TryListener<A>> shared, Handle handle, WaitQueue retries) {
        this.shared = shared;
        this.handle = handle;
        this.retries = retries;
    }

    /// The connection that was accepted.
    abstract S stream(Platform platform, TryStream<A> accepted);

    /// Takes the next connection, waiting until there is one.
    ///
    /// `CONNECTION_ABORTED` for one that died in the queue (also of what accept(2) lists as errors of the
    /// network, such as EHOSTUNREACH), `PERMISSION_DENIED` by a security module, `TOO_MANY_OPEN_FILES`,
    /// `TIMED_OUT` (the scope's deadline), `INTERRUPTED`, `CLOSED`, `WOULD_BLOCK` in non-blocking mode. No
    /// failure loses a connection that could be had.
    public S accept() throws NetException {
        return accept(Deadline.NEVER);
    }

    /// Takes the next connection, waiting for at most `timeout`, which must be positive (`INVALID_INPUT`):
    /// `TIMED_OUT`.
    public S accept(Duration timeout) throws NetException {
        return accept(Shared.positive(timeout, "accept"));
    }

    private S accept(long nanos) throws NetException {
        Optional<S> accepted = tryAccept();
        long deadline = accepted.isPresent() ? Deadline.NEVER : shared.deadline(nanos);
        while (accepted.isEmpty()) {
            awaitConnection(deadline);
            accepted = tryAccept();
        }
        return accepted.get();
    }

    private void awaitConnection(long deadline) throws NetException {
        try {
            Shared.check(shared.block(Interest.READABLE, handle, deadline, "accept"), "accept");
        } catch (NetException e) {
            throw e.withAddress(localAddress());
        }
    }

    /// Takes the next connection if there is one now; empty if not.
    public Optional<S> tryAccept() throws NetException {
        try {
            shared.checkOpen(handle, "accept");
            shared.didNotWait(0);
            return shared.socket.tryAccept().map(accepted -> stream(shared.platform, accepted));
        } catch (NetException e) {
            throw e.withAddress(localAddress());
        }
    }

    /// Waits until an accept may succeed or fail, and takes no connection: for a loop that wants something
    /// else first, such as a permit. An accept after it may still find nothing, and waits again.
    ///
    /// Waits in non-blocking mode, too. `TIMED_OUT` (the scope's deadline), `INTERRUPTED`, `CLOSED`.
    public void awaitReadable() throws NetException {
        try {
            shared.awaitOnly(Interest.READABLE, handle, Deadline.NEVER, "await readable");
        } catch (NetException e) {
            throw e.withAddress(localAddress());
        }
    }

    /// The connections as they come, for a loop that survives; see [#incoming(Consumer)]. What keeps it from
    /// accepting is logged as a warning.
    public Iterable<S> incoming() {
        return incoming(Incoming::log);
    }

    /// The connections as they come, without end.
    ///
    /// A connection that died in the queue is passed over, whatever it died of. When descriptors run out, or
    /// something else keeps it from accepting, the loop pauses for 5 ms, doubling to 1 s, tries once after
    /// each pause, and tells `report` at most once a second. It ends when this handle is closed, or on an
    /// interrupt, whose flag stays set. Thrown as an `UncheckedIOException` with the [NetException] inside:
    /// `TIMED_OUT` (the scope's deadline), `WOULD_BLOCK` in non-blocking mode, and `INVALID_INPUT` for a file
    /// descriptor that is not a listener's any more.
    ///
    /// Each call gives its own loop; connections go to whichever asks first.
    ///
    /// {@snippet file="dev/minato/examples/tcp/AcceptLoop.java" region="incoming"}
    public Iterable<S> incoming(Consumer<NetException> report) {
        return () -> new Incoming<>(this, report);
    }

    /// Blocks for the delay of a loop over this handle; returns false if the handle was closed or the thread
    /// interrupted.
    boolean await(Backoff backoff) {
        return backoff.await(retries, handle, Scope.current().deadline());
    }

    long now() {
        return shared.platform.parker().now();
    }

    /// Whether calls that would wait fail with `WOULD_BLOCK` instead.
    public boolean isNonBlocking() {
        return shared.nonBlocking;
    }

    /// Sets non-blocking mode, for all clones. Accepted connections do not inherit it.
    public void setNonBlocking(boolean nonBlocking) {
        shared.nonBlocking = nonBlocking;
    }

    /// The failure that the system has noted for this socket, taken from it (`SO_ERROR`); empty for none.
    /// `CLOSED`; `UNSUPPORTED` on the jdk platform.
    public Optional<NetException> takeError() throws NetException {
        try {
            shared.checkOpen(handle, "take error");
            return shared.socket.takeError().map(noted -> noted.withAddress(localAddress()));
        } catch (NetException e) {
            throw e.withAddress(localAddress());
        }
    }

    /// The address that it listens at, with the real port.
    public A localAddress() {
        return shared.socket.localAddress();
    }

    @Override
    public boolean isOpen() {
        return !handle.isClosed();
    }

    /// Closes this handle, and with the last one the socket: then the address is free, and connections that
    /// nobody had accepted are reset. Calls that wait through this handle end with `CLOSED`. Closing again
    /// does nothing.
    @Override
    public void close() throws NetException {
        boolean last = shared.release(handle);
        retries.close(handle);
        if (last) {
            try {
                closing();
            } finally {
                shared.socket.close();
            }
        }
    }

    /// Called once, when the last handle is closed and the socket is not yet.
    void closing() throws NetException {}
}
