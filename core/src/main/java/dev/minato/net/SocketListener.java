package dev.minato.net;

import dev.minato.error.NetException;
import dev.minato.net.handle.SocketHandle;
import dev.minato.net.ready.ReadyQueue;
import dev.minato.net.ready.WatchedDirection;
import dev.minato.platform.Interest;
import dev.minato.platform.Platform;
import dev.minato.platform.TryListener;
import dev.minato.platform.TryStream;
import dev.minato.platform.pace.Backoff;
import dev.minato.platform.wait.Deadline;
import dev.minato.platform.wait.WaitQueue;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/// The base of [TcpListener] and [UnixListener]: all but how they are made, and their own options.
///
/// @param <A> their addresses
/// @param <S> their connections
abstract class SocketListener<A, S> extends NetSocket<A, TryListener<A>> {
    final WaitQueue retries;

    SocketListener(SocketHandle<TryListener<A>> handle, WaitQueue retries) {
        super(handle);
        this.retries = retries;
    }

    /// Returns the connection that was accepted.
    abstract S stream(Platform platform, TryStream<A> accepted);

    @Override
    <T> WatchedDirection<T> register(T what, Interest interest, ReadyQueue<T> queue) throws NetException {
        if (interest == Interest.WRITABLE) {
            throw new IllegalArgumentException("socket must not be a listener, which is never writable: " + this);
        }
        return super.register(what, interest, queue);
    }

    /// Takes the next connection, waiting until there is one.
    ///
    /// `CONNECTION_ABORTED` for one that died in the accept queue (also of what accept(2) lists as errors of
    /// the network, such as EHOSTUNREACH), `PERMISSION_DENIED` by a security module, `TOO_MANY_OPEN_FILES`,
    /// `DEADLINE_EXCEEDED`, `INTERRUPTED`, `CLOSED`, `WOULD_BLOCK` in non-blocking mode. No
    /// failure loses a connection that could be had.
    public S accept() throws NetException {
        return accept(Deadline.NEVER);
    }

    /// Takes the next connection, waiting for at most `timeout`: `TIMED_OUT`. A `timeout` of zero or less has
    /// passed: the call looks once.
    public S accept(Duration timeout) throws NetException {
        return accept(Deadline.left(timeout));
    }

    private S accept(long nanos) throws NetException {
        Optional<S> accepted = tryAccept();
        long deadline = accepted.isPresent() ? Deadline.NEVER : handle.deadline(nanos);
        while (accepted.isEmpty()) {
            block(Interest.READABLE, deadline, "accept");
            accepted = tryAccept();
        }
        return accepted.get();
    }

    /// Takes the next connection if there is one now; empty if not.
    public Optional<S> tryAccept() throws NetException {
        try {
            handle.checkOpen("accept");
            handle.spend(0);
            return handle.socket().tryAccept().map(accepted -> stream(handle.platform(), accepted));
        } catch (NetException e) {
            throw handle.located(e);
        }
    }

    /// Blocks until an accept may succeed or fail, and takes no connection: for a loop that wants something
    /// else first, such as a permit. An accept after it may still find nothing, and waits again.
    ///
    /// Waits in non-blocking mode, too. `DEADLINE_EXCEEDED`, `INTERRUPTED`, `CLOSED`.
    public void awaitReadable() throws NetException {
        handle.await(Interest.READABLE, Deadline.NEVER, "await readable");
    }

    /// The connections as they come, for a loop that survives; see [#incoming(Consumer)]. What keeps it from
    /// accepting is logged as a warning.
    public Iterable<S> incoming() {
        return incoming(Incoming::log);
    }

    /// The connections as they come, without end.
    ///
    /// A connection that died in the accept queue is passed over, whatever it died of. When descriptors run
    /// out, or something else keeps it from accepting, the loop pauses for 5 ms, doubling to 1 s, tries once
    /// after each pause, and tells `report` at most once a second. It ends when this handle is closed, or on
    /// an interrupt, whose flag stays set. Thrown as an `UncheckedIOException` with the [NetException] inside:
    /// `DEADLINE_EXCEEDED`, `WOULD_BLOCK` in non-blocking mode, and `INVALID_INPUT` for a file
    /// descriptor that is not a listener's any more.
    ///
    /// Each call gives its own loop; connections go to whichever asks first.
    ///
    /// {@snippet file="dev/minato/examples/tcp/AcceptLoop.java" region="incoming"}
    public Iterable<S> incoming(Consumer<NetException> report) {
        Objects.requireNonNull(report, "report");
        return () -> new Incoming<>(this, report);
    }

    /// Blocks for the delay of a loop over this handle; returns false if the handle was closed or the thread
    /// interrupted.
    boolean await(Backoff backoff) {
        return backoff.await(retries, handle.waitHandle(), handle.deadline(Deadline.NEVER));
    }

    long now() {
        return handle.platform().parker().now();
    }

    /// Closes this handle, and with the last one the socket: then the address is free, and connections that
    /// nobody had accepted are reset. Calls that wait through this handle end with `CLOSED`. No-op if closed.
    @Override
    public void close() throws NetException {
        boolean last = handle.release();
        retries.close(handle.waitHandle());
        if (last) {
            try {
                closing();
            } finally {
                handle.socket().close();
            }
        }
    }

    /// Called once, when the last handle is closed and the socket is not yet.
    void closing() throws NetException {}
}
