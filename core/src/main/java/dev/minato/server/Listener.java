package dev.minato.server;

import dev.minato.address.SocketAddr;
import dev.minato.address.UnixAddr;
import dev.minato.error.NetException;
import dev.minato.net.TcpListener;
import dev.minato.net.UnixListener;
import java.util.Optional;

/// A socket that listens, of either kind.
sealed interface Listener extends AutoCloseable {
    void awaitReadable() throws NetException;

    Optional<Accepted> tryAccept() throws NetException;

    /// The TCP address that it is bound to; empty if it is a Unix socket.
    Optional<SocketAddr> tcpAddress();

    /// The path that it is bound to; empty if it is a TCP socket.
    Optional<UnixAddr> unixAddress();

    @Override
    void close() throws NetException;

    /// Over TCP.
    record OfTcp(TcpListener listener) implements Listener {
        @Override
        public void awaitReadable() throws NetException {
            listener.awaitReadable();
        }

        @Override
        public Optional<Accepted> tryAccept() throws NetException {
            return listener.tryAccept().map(Accepted.OfTcp::new);
        }

        @Override
        public Optional<SocketAddr> tcpAddress() {
            return Optional.of(listener.localAddress());
        }

        @Override
        public Optional<UnixAddr> unixAddress() {
            return Optional.empty();
        }

        @Override
        public void close() throws NetException {
            listener.close();
        }

        @Override
        public String toString() {
            return listener.toString();
        }
    }

    /// Over a Unix socket.
    record OfUnix(UnixListener listener) implements Listener {
        @Override
        public void awaitReadable() throws NetException {
            listener.awaitReadable();
        }

        @Override
        public Optional<Accepted> tryAccept() throws NetException {
            return listener.tryAccept().map(Accepted.OfUnix::new);
        }

        @Override
        public Optional<SocketAddr> tcpAddress() {
            return Optional.empty();
        }

        @Override
        public Optional<UnixAddr> unixAddress() {
            return Optional.of(listener.localAddress());
        }

        @Override
        public void close() throws NetException {
            listener.close();
        }

        @Override
        public String toString() {
            return listener.toString();
        }
    }
}
