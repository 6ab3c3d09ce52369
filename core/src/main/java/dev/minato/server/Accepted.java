package dev.minato.server;

import dev.minato.address.SocketAddr;
import dev.minato.error.NetException;
import dev.minato.net.ByteStream;
import dev.minato.net.TcpStream;
import dev.minato.net.UnixStream;
import java.util.Optional;

/// A connection that was accepted: what a server does with a socket of either kind.
sealed interface Accepted {
    ByteStream stream();

    /// A second handle on the socket.
    ByteStream tryClone() throws NetException;

    /// Closes the socket so that the kernel drops what it holds of it.
    void reset() throws NetException;

    /// The peer's address; empty if it has none.
    Optional<SocketAddr> peerAddress();

    String peerName();

    /// Over TCP.
    record OfTcp(TcpStream stream) implements Accepted {
        @Override
        public ByteStream tryClone() throws NetException {
            return stream.tryClone();
        }

        @Override
        public void reset() throws NetException {
            stream.closeReset();
        }

        @Override
        public Optional<SocketAddr> peerAddress() {
            return Optional.of(stream.peerAddress());
        }

        @Override
        public String peerName() {
            return stream.peerAddress().toString();
        }
    }

    /// Over a Unix socket, whose close tells the peer at once.
    record OfUnix(UnixStream stream) implements Accepted {
        @Override
        public ByteStream tryClone() throws NetException {
            return stream.tryClone();
        }

        @Override
        public void reset() throws NetException {
            stream.close();
        }

        @Override
        public Optional<SocketAddr> peerAddress() {
            return Optional.empty();
        }

        @Override
        public String peerName() {
            return stream.localAddress().toString();
        }
    }
}
