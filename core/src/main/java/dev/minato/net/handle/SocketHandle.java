package dev.minato.net.handle;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.platform.Interest;
import dev.minato.platform.Platform;
import dev.minato.platform.Scope;
import dev.minato.platform.TrySocket;
import dev.minato.platform.wait.Handle;
import dev.minato.platform.wait.Outcome;
import java.net.SocketOption;
import java.util.Optional;
import java.util.function.Function;

/// One handle on a socket, which its clones share: all that streams, listeners and datagram sockets do alike.
///
/// ```
///   TcpStream ── SocketHandle ──┐                          each open or closed
///   TcpStream ── SocketHandle ──┼──▶ SharedSocket ──▶ TrySocket
///   TcpStream ── SocketHandle ──┘    count                 closed with the last handle
/// ```
///
/// Cold calls ([#call], options, [#takeError], [#await]) check that the handle is open and throw failures that
/// carry the socket's address. A transfer does so itself, in one try, so that its fast path is one piece:
///
/// ```java
/// try {
///     handle.checkOpen("read");
///     int count = handle.tryFirst(READABLE) ? handle.socket().tryRead(buffer) : 0;
///     …
/// } catch (NetException e) {
///     throw handle.located(e);
/// }
/// ```
///
/// May be called by any thread.
///
/// @param <S> the platform's socket
public final class SocketHandle<S extends TrySocket<?>> {
    private final SharedSocket<S> shared;
    private final S socket;
    private final Handle handle = new Handle();

    private SocketHandle(SharedSocket<S> shared) {
        this.shared = shared;
        this.socket = shared.socket;
    }

    /// Returns the first handle on a socket, which it owns.
    ///
    /// @param errorAddress the address that failures carry
    public static <S extends TrySocket<?>> SocketHandle<S> of(
            Platform platform, S socket, Function<S, ?> errorAddress) {
        return new SocketHandle<>(new SharedSocket<>(platform, socket, errorAddress));
    }

    /// Returns another handle on the socket; CLOSED if this one is closed.
    public SocketHandle<S> tryClone() throws NetException {
        if (shared.retain(handle)) {
            return new SocketHandle<>(shared);
        }
        throw located(NetException.of(ErrorKind.CLOSED, "clone"));
    }

    /// A call on the socket that returns something.
    @FunctionalInterface
    public interface Call<S, T> {
        T on(S socket) throws NetException;
    }

    /// A call on the socket.
    @FunctionalInterface
    public interface Action<S> {
        void on(S socket) throws NetException;
    }

    /// Calls the socket if this handle is open; failures carry the address. For what is no transfer.
    public <T> T call(String operation, Call<S, T> call) throws NetException {
        try {
            checkOpen(operation);
            return call.on(socket);
        } catch (NetException e) {
            throw located(e);
        }
    }

    /// As [#call], without a result.
    public void run(String operation, Action<S> action) throws NetException {
        try {
            checkOpen(operation);
            action.on(socket);
        } catch (NetException e) {
            throw located(e);
        }
    }

    /// Reads an option.
    public <T> T option(SocketOption<T> option) throws NetException {
        return call("get " + option.name(), open -> open.option(option));
    }

    /// Sets an option.
    public <T> void setOption(SocketOption<T> option, T value) throws NetException {
        run("set " + option.name(), open -> open.setOption(option, value));
    }

    /// Takes the failure that the kernel has noted for the socket; empty for none.
    public Optional<NetException> takeError() throws NetException {
        return call("take error", TrySocket::takeError).map(this::located);
    }

    /// Returns the socket; after the close, only its addresses are of use.
    public S socket() {
        return socket;
    }

    /// Returns the platform that the socket was opened on.
    public Platform platform() {
        return shared.platform;
    }

    /// Returns the identity of this handle in waits: closing ends those that carry it.
    public Handle waitHandle() {
        return handle;
    }

    /// Returns the address that failures of this socket carry.
    public Object errorAddress() {
        return shared.errorAddress.apply(socket);
    }

    /// Returns the failure with the socket's address, unless it carries one already.
    public NetException located(NetException failure) {
        return failure.withAddress(errorAddress());
    }

    /// Returns the timeout of reads, receives and accepts.
    public Timeout readTimeout() {
        return shared.readTimeout;
    }

    /// Returns the timeout of writes and sends.
    public Timeout writeTimeout() {
        return shared.writeTimeout;
    }

    /// Returns the timeout of a direction.
    public Timeout timeout(Interest interest) {
        return interest == Interest.READABLE ? shared.readTimeout : shared.writeTimeout;
    }

    /// Returns the deadline of a call that may take `nanos` from now: not later than the scope's.
    public long deadline(long nanos) {
        return Timeout.deadline(shared.platform.parker(), nanos);
    }

    /// Whether calls that would wait fail with WOULD_BLOCK; of all clones.
    public boolean isNonBlocking() {
        return shared.nonBlocking;
    }

    /// Sets non-blocking mode, for all clones.
    public void setNonBlocking(boolean nonBlocking) {
        shared.nonBlocking = nonBlocking;
    }

    /// Whether this handle is open.
    public boolean isOpen() {
        return !handle.isClosed();
    }

    /// Throws CLOSED, without an address, if this handle is closed.
    public void checkOpen(String operation) throws NetException {
        if (handle.isClosed()) {
            // It may have been closed between a wakeup and the next try: pass the wakeup on, or it is lost.
            socket.pass(Interest.READABLE);
            socket.pass(Interest.WRITABLE);
            throw NetException.of(ErrorKind.CLOSED, operation);
        }
    }

    /// Spends the budget of a call that did not wait and moved so many bytes: yields the carrier if it is used
    /// up.
    public void spend(long bytes) {
        shared.budget.spend(bytes);
    }

    /// Whether a call that may wait should try before it does.
    public boolean tryFirst(Interest interest) {
        return shared.nonBlocking || socket.mayBeReady(interest);
    }

    /// Blocks on behalf of a transfer, for the timeout of its direction; WOULD_BLOCK in non-blocking mode, or
    /// CLOSED, without an address.
    ///
    /// Whatever else ended the wait, the caller tries once more, since something may have come that was not
    /// heard of in time; if there is nothing, [#check] throws why.
    public Outcome block(Interest interest, String operation) throws NetException {
        return block(interest, deadline(timeout(interest).nanos()), operation);
    }

    /// As [#block(Interest, String)], until `deadline`.
    public Outcome block(Interest interest, long deadline, String operation) throws NetException {
        if (shared.nonBlocking) {
            shared.budget.spend(0);
            throw NetException.of(ErrorKind.WOULD_BLOCK, operation);
        }
        Outcome outcome = socket.await(interest, handle, deadline);
        shared.budget.reset();
        if (outcome == Outcome.CLOSED) {
            check(outcome, operation);
        }
        return outcome;
    }

    /// Throws what ended a wait, without an address, unless it was a wakeup.
    public static void check(Outcome outcome, String operation) throws NetException {
        if (outcome != Outcome.WOKEN) {
            throw Scope.current().failure(outcome, operation);
        }
    }

    /// Blocks until a try may succeed, for at most `nanos`, also in non-blocking mode, and leaves what is
    /// there to whoever waits next, too.
    public void await(Interest interest, long nanos, String operation) throws NetException {
        try {
            checkOpen(operation);
            boolean isReady = socket.mayBeReady(interest);
            Outcome outcome = socket.await(interest, handle, deadline(nanos));
            if (isReady) {
                shared.budget.spend(0);
            } else {
                shared.budget.reset();
            }
            check(outcome, operation);
            socket.pass(interest);
        } catch (NetException e) {
            throw located(e);
        }
    }

    /// Closes this handle, and with the last one the socket; no-op if closed.
    public void close() throws NetException {
        if (release()) {
            socket.close();
        }
    }

    /// Closes this handle and ends its waits; true for the last one, whose caller then closes the socket.
    public boolean release() {
        if (!handle.close()) {
            return false;
        }
        boolean last = shared.release();
        if (!last) {
            socket.abandon(handle);
        }
        return last;
    }
}
