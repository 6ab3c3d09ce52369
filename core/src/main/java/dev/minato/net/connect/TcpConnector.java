package dev.minato.net.connect;

import dev.minato.address.SocketAddr;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.net.handle.SocketHandle;
import dev.minato.net.handle.Timeout;
import dev.minato.platform.Interest;
import dev.minato.platform.Platform;
import dev.minato.platform.TryStream;
import dev.minato.platform.wait.Handle;
import java.net.StandardSocketOptions;
import java.util.List;

/// The connect of a TCP stream: to the first address that works.
public final class TcpConnector {
    private final Platform platform;
    private final ConnectSettings settings;
    private final long deadline;

    private TcpConnector(Platform platform, ConnectSettings settings, long deadline) {
        this.platform = platform;
        this.settings = settings;
        this.deadline = deadline;
    }

    /// Returns a connected socket, within `nanos` and the scope's time, look-up and all addresses together.
    /// What look-up and connect(2) fail with, TIMED_OUT, DEADLINE_EXCEEDED, INTERRUPTED; with several
    /// addresses the last failure.
    public static TryStream<SocketAddr> connect(Platform platform, Target target, ConnectSettings settings, long nanos)
            throws NetException {
        long deadline = Timeout.deadline(platform.parker(), nanos);
        var connector = new TcpConnector(platform, settings, deadline);
        List<SocketAddr> addresses = connector.usable(target.resolve("connect", deadline));
        boolean races = addresses.size() > 1 && settings.racing();
        return races ? new Race(connector, addresses).winner() : connector.firstOf(addresses);
    }

    /// Returns those of the family of the local address, if there is one.
    private List<SocketAddr> usable(List<SocketAddr> addresses) throws NetException {
        if (settings.local().isEmpty()) {
            return addresses;
        }
        SocketAddr local = settings.local().get();
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

    /// AddressOrder.STRICT: one after the other.
    private TryStream<SocketAddr> firstOf(List<SocketAddr> addresses) throws NetException {
        var failures = new ConnectFailures();
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

    /// Whether the kernel chose the very port that is connected to as the local one, where nobody listens: a
    /// simultaneous open (RFC 9293, 3.5) of one socket with itself. With a local port that was asked for it is
    /// the caller's wish.
    boolean isConnectedToItself(TryStream<SocketAddr> socket) {
        boolean asked = settings.local().isPresent() && settings.local().get().port() != 0;
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
                SocketHandle.check(socket.await(Interest.WRITABLE, handle, deadline), "connect");
            }
            return socket;
        } catch (Throwable failed) {
            closeAfter(failed, socket);
            throw failed;
        }
    }

    /// Opens a socket that can connect to `remote`.
    TryStream<SocketAddr> open(SocketAddr remote) throws NetException {
        if (remote.port() == 0) {
            throw NetException.of(ErrorKind.CONNECTION_REFUSED, "connect", "nobody can listen on port 0");
        }
        return platform.openStream(remote, settings.local(), settings.options().of(remote));
    }

    static void closeAfter(Throwable failed, TryStream<?> socket) {
        try {
            socket.close();
        } catch (NetException e) {
            failed.addSuppressed(e);
        }
    }
}
