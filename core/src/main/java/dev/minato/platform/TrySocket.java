package dev.minato.platform;

import dev.minato.error.NetException;
import dev.minato.platform.wait.Handle;
import dev.minato.platform.wait.Outcome;
import dev.minato.platform.wait.Watcher;
import java.net.SocketOption;
import java.util.Optional;

/// The common part of all sockets of a platform: address, options, waits, close.
///
/// All methods may be called by any thread at any time, also while others use the socket; after [#close] they
/// throw CLOSED. Nothing but [#await] waits for the peer, and nothing heeds an interrupt but [#await].
///
/// Exceptions carry the kind, and the operation's name; the callers above add the address.
///
/// @param <A> its addresses: internet ones or Unix ones
public interface TrySocket<A> extends ReadinessSource {
    /// The address that the socket is bound to, with the real port; known also after the close.
    A localAddress();

    /// Blocks until a try in that direction may succeed, the deadline passes, the thread is interrupted, or
    /// `handle` or the socket is closed. May say WOKEN for no reason.
    ///
    /// A wait that said WOKEN is followed by a try, or by [#pass]. Before it says TIMED_OUT the kernel is
    /// asked, so that data that came in time wins over a deadline that passed while the process was stopped.
    Outcome await(Interest interest, Handle handle, long deadline) throws NetException;

    /// Whether a try in that direction may succeed, as far as the platform knows. False only if there was no
    /// event since a try that drained the direction: then a call that may wait need not try first. An event may
    /// be on its way.
    boolean mayBeReady(Interest interest);

    /// Asks the kernel, for a watcher that is about to report a timeout.
    @Override
    boolean isReadyNow(Interest interest, long since) throws NetException;

    /// Passes a wakeup that the caller will not use to the next waiter. No-op where readiness is
    /// level-triggered.
    void pass(Interest interest);

    /// As for everything that can be watched; [#abandon] tells all watchers, too.
    @Override
    boolean watch(Interest interest, Watcher watcher) throws NetException;

    /// Ends with CLOSED the waits that came through `handle`, which the caller has closed; the socket stays
    /// open.
    void abandon(Handle handle);

    /// Sets an option, of the JDK's or of [PlatformOptions], or fails with UNSUPPORTED or INVALID_INPUT.
    <T> void setOption(SocketOption<T> option, T value) throws NetException;

    /// Reads an option, or fails with UNSUPPORTED.
    <T> T option(SocketOption<T> option) throws NetException;

    /// Returns the pending error of the socket and clears it (`SO_ERROR`); empty for none. UNSUPPORTED where
    /// there is no way to.
    Optional<NetException> takeError() throws NetException;

    /// Ends all waits with CLOSED and gives back the fd; when it returns, the port is free. No-op when
    /// called again. Ignores interrupts.
    void close() throws NetException;
}
