package dev.minato.net;

import dev.minato.address.SocketAddr;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.platform.Interest;
import dev.minato.platform.Platform;
import dev.minato.platform.Scope;
import dev.minato.platform.TryStream;
import dev.minato.platform.wait.Deadline;
import dev.minato.platform.wait.Handle;
import java.net.StandardSocketOptions;
import java.util.List;

/// Making a TCP connection to the first address of several that works.
final class Connecting {
    private final Platform platform;
    private final TcpOptions options;
    private final long deadline;

    private Connecting(Platform platform, TcpOptions options, long deadline) {
        this.platform = platform;
        this.options = options;
        this.deadline = deadline;
    }

    static TcpStream to(Target target, TcpOptions options, long timeoutNanos) throws NetException {
        Scope scope = Scope.current();
        Platform platform = scope.platform();
        long deadline = timeoutNanos == Deadline.NEVER
                ? scope.deadline()
                : Math.min(scope.deadline(), Deadline.after(platform.parker().now(), timeoutNanos));
        var connecting = new Connecting(platform, options, deadline);
        List<SocketAddr> addresses = connecting.usable(target.resolve("connect", platform, deadline));
        boolean race = addresses.size() > 1 && options.order() == AddressOrder.RACING;
        return new TcpStream(platform, race ? new Race(connecting, addresses).winner() : connecting.firstOf(addresses));
    }

    /// Those of the family of the local address, if there is one.
    private List<SocketAddr> usable(List<SocketAddr> addresses) throws NetException {
        if (options.local().isEmpty()) {
            return addresses;
        }
        SocketAddr local = options.local().get();
        List<SocketAddr> usable = addresses.stream()
                .filter(address -> address.isIpv6() == local.isIpv6())
                .toList();
        if (usable.isEmpty()) {
            throw NetException.builder(ErrorKind.ADDRESS_FAMILY_UNSUPPORTED, "connect")
                    .address(addresses.getFirst())
                    .detail("not of the family of the local address " + local)
                    .build();
        }
        return usable;
    }

    Platform platform() {
        return platform;
    }

    long deadline() {
        return deadline;
    }

    private TryStream<SocketAddr> firstOf(List<SocketAddr> addresses) throws NetException {
        var failures = new Failures();
        for (SocketAddr remote : addresses) {
            try {
                return connected(remote);
            } catch (NetException e) {
                failures.add(e.withAddress(remote));
                if (e.kind() == ErrorKind.INTERRUPTED || platform.parker().now() >= deadline) {
                    break;
                }
            }
        }
        throw failures.last();
    }

    private TryStream<SocketAddr> connected(SocketAddr remote) throws NetException {
        TryStream<SocketAddr> socket = connectedOnce(remote);
        if (isConnectedToItself(socket)) {
            drop(socket);
            socket = connectedOnce(remote);
        }
        if (isConnectedToItself(socket)) {
            drop(socket);
            throw refused();
        }
        return socket;
    }

    /// Whether the system chose the very port as the local one that is connected to, where nobody listens: two
    /// that open at the same time (RFC 9293, 3.5), played by one socket. With a local port that was asked for
    /// it is the caller's wish.
    boolean isConnectedToItself(TryStream<SocketAddr> socket) {
        boolean asked = options.local().isPresent() && options.local().get().port() != 0;
        return !asked && socket.localAddress().equals(socket.peerAddress());
    }

    /// Closes a socket that is connected to itself, by a reset: otherwise the port would be in TIME_WAIT.
    static void drop(TryStream<SocketAddr> socket) throws NetException {
        try {
            socket.setOption(StandardSocketOptions.SO_LINGER, 0);
        } finally {
            socket.close();
        }
    }

    static NetException refused() {
        return NetException.of(ErrorKind.CONNECTION_REFUSED, "connect", "nobody listens, it met itself");
    }

    private TryStream<SocketAddr> connectedOnce(SocketAddr remote) throws NetException {
        TryStream<SocketAddr> socket = open(remote);
        try {
            var handle = new Handle();
            while (!socket.tryConnect(remote)) {
                Shared.check(socket.await(Interest.WRITABLE, handle, deadline), "connect");
            }
            return socket;
        } catch (Throwable failed) {
            closeAfter(failed, socket);
            throw failed;
        }
    }

    /// A socket that can connect to `remote`.
    TryStream<SocketAddr> open(SocketAddr remote) throws NetException {
        if (remote.port() == 0) {
            throw NetException.of(ErrorKind.CONNECTION_REFUSED, "connect", "nobody can listen on port 0");
        }
        return platform.openStream(remote, options.local(), options.settingsFor(remote));
    }

    static void closeAfter(Throwable failed, TryStream<?> socket) {
        try {
            socket.close();
        } catch (NetException e) {
            failed.addSuppressed(e);
        }
    }
}
