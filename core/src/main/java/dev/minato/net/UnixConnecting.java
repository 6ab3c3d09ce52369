package dev.minato.net;

import dev.minato.address.UnixAddr;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.platform.wait.Backoff;
import dev.minato.platform.wait.Deadline;
import dev.minato.platform.wait.Handle;
import dev.minato.platform.Interest;
import dev.minato.platform.Platform;
import dev.minato.platform.Scope;
import dev.minato.platform.TryStream;
import dev.minato.platform.wait.WaitQueue;

/// The connect of a Unix stream: immediate, unless the listener's backlog is full. No event tells when it has
/// room again, so the connect is retried with a [Backoff] from 1 ms to 100 ms.
final class UnixConnecting {
    private static final long FIRST_DELAY = 1_000_000;
    private static final long MAX_DELAY = 100_000_000;

    private UnixConnecting() {}

    static UnixStream to(UnixAddr remote, long timeoutNanos) throws NetException {
        checkNamed(remote, "connect");
        Scope scope = Scope.current();
        Platform platform = scope.platform();
        long now = platform.parker().now();
        long deadline = Math.min(scope.deadline(), Deadline.after(now, timeoutNanos));
        try {
            return new UnixStream(platform, connected(platform, remote, deadline));
        } catch (NetException e) {
            throw e.withAddress(remote);
        }
    }

    static void checkNamed(UnixAddr address, String operation) throws NetException {
        if (address.isUnnamed()) {
            throw NetException.builder(ErrorKind.INVALID_INPUT, operation)
                    .address(address)
                    .detail("a path or a name is needed")
                    .build();
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
                throw NetException.of(ErrorKind.TIMED_OUT, "connect", "the backlog is full");
            }
            if (!backoff.await(queue, handle, deadline)) {
                throw NetException.of(ErrorKind.INTERRUPTED, "connect");
            }
        }
    }

    private static TryStream<UnixAddr> once(Platform platform, UnixAddr remote, Handle handle, long deadline)
            throws NetException {
        TryStream<UnixAddr> socket = platform.openUnixStream(UnixAddr.unnamed());
        try {
            while (!socket.tryConnect(remote)) {
                Shared.check(socket.await(Interest.WRITABLE, handle, deadline), "connect");
            }
            return socket;
        } catch (Throwable failed) {
            Connecting.closeAfter(failed, socket);
            throw failed;
        }
    }
}
