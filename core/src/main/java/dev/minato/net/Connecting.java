package dev.minato.net;

import dev.minato.address.SocketAddr;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.platform.Deadline;
import dev.minato.platform.Handle;
import dev.minato.platform.Interest;
import dev.minato.platform.Platform;
import dev.minato.platform.Scope;
import dev.minato.platform.TryStream;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/// Making a TCP connection: each address in turn, until one works or the time is up.
final class Connecting {
    private Connecting() {}

    static TcpStream to(Target target, long timeoutNanos) throws NetException {
        Scope scope = Scope.current();
        Platform platform = scope.platform();
        long deadline = timeoutNanos == Deadline.NEVER
                ? scope.deadline()
                : Math.min(scope.deadline(), Deadline.after(platform.parking().now(), timeoutNanos));
        Iterator<SocketAddr> addresses =
                target.resolve("connect", platform, deadline).iterator();
        for (; ; ) {
            SocketAddr remote = addresses.next();
            try {
                return new TcpStream(platform, connected(platform, remote, deadline));
            } catch (NetException e) {
                if (!addresses.hasNext()
                        || e.kind() == ErrorKind.INTERRUPTED
                        || platform.parking().now() >= deadline) {
                    throw e.withAddress(remote);
                }
            }
        }
    }

    private static TryStream<SocketAddr> connected(Platform platform, SocketAddr remote, long deadline)
            throws NetException {
        if (remote.port() == 0) {
            throw NetException.of(ErrorKind.CONNECTION_REFUSED, "connect", "nobody can listen on port 0");
        }
        TryStream<SocketAddr> socket = platform.openStream(remote, Optional.empty(), List.of());
        try {
            var handle = new Handle();
            while (!socket.tryConnect(remote)) {
                switch (socket.await(Interest.WRITABLE, handle, deadline)) {
                    case WOKEN -> {}
                    case TIMED_OUT -> throw NetException.of(ErrorKind.TIMED_OUT, "connect");
                    case INTERRUPTED -> throw NetException.of(ErrorKind.INTERRUPTED, "connect");
                    case CLOSED -> throw new AssertionError("closed while connecting, by nobody");
                }
            }
            return socket;
        } catch (Throwable failed) {
            try {
                socket.close();
            } catch (NetException e) {
                failed.addSuppressed(e);
            }
            throw failed;
        }
    }
}
