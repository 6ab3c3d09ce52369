package dev.minato.net.connect;

import dev.minato.address.UnixAddr;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.net.handle.SocketHandle;
import dev.minato.net.handle.Timeout;
import dev.minato.platform.Interest;
import dev.minato.platform.Platform;
import dev.minato.platform.Scope;
import dev.minato.platform.TryStream;
import dev.minato.platform.pace.Backoff;
import dev.minato.platform.wait.Handle;
import dev.minato.platform.wait.Outcome;
import dev.minato.platform.wait.WaitQueue;

/// The connect of a Unix stream: immediate, unless the listener's backlog is full. No event tells when it has
/// room again, so the connect is retried with a [Backoff] from 1 ms to 100 ms.
public final class UnixConnector {
    private static final long FIRST_DELAY = 1_000_000;
    private static final long MAX_DELAY = 100_000_000;

    private UnixConnector() {}

    /// Returns a connected socket, within `nanos` and the scope's time. TIMED_OUT, DEADLINE_EXCEEDED,
    /// INTERRUPTED, and what connect(2) fails with.
    public static TryStream<UnixAddr> connect(Platform platform, UnixAddr remote, long nanos) throws NetException {
        UnixTarget.checkNamed(remote, "connect");
        try {
            return connected(platform, remote, Timeout.deadline(platform.parker(), nanos));
        } catch (NetException e) {
            throw e.withAddress(remote);
        }
    }

    private static TryStream<UnixAddr> connected(Platform platform, UnixAddr remote, long deadline)
            throws NetException {
        var queue = new WaitQueue(platform.parker());
        var backoff = new Backoff(FIRST_DELAY, MAX_DELAY);
        var handle = new Handle();
        for (; ; ) {
            try {
                return once(platform, remote, handle, deadline);
            } catch (NetException e) {
                if (e.kind() != ErrorKind.WOULD_BLOCK) {
                    throw e;
                }
            }
            if (platform.parker().now() >= deadline) {
                throw backlogIsFull();
            }
            if (!backoff.await(queue, handle, deadline)) {
                throw Scope.current().failure(Outcome.INTERRUPTED, "connect");
            }
        }
    }

    private static NetException backlogIsFull() {
        Scope scope = Scope.current();
        return scope.isExpired()
                ? scope.failure(Outcome.TIMED_OUT, "connect")
                : NetException.of(ErrorKind.TIMED_OUT, "connect", "the backlog is full");
    }

    private static TryStream<UnixAddr> once(Platform platform, UnixAddr remote, Handle handle, long deadline)
            throws NetException {
        TryStream<UnixAddr> socket = platform.openUnixStream(UnixAddr.unnamed());
        try {
            while (!socket.tryConnect(remote)) {
                SocketHandle.check(socket.await(Interest.WRITABLE, handle, deadline), "connect");
            }
            return socket;
        } catch (Throwable failed) {
            TcpConnector.closeAfter(failed, socket);
            throw failed;
        }
    }
}
