package dev.minato.platform;

import dev.minato.address.SocketAddr;
import dev.minato.address.UnixAddr;
import java.util.Objects;

/// A socket made from a file descriptor that another process opened, by its kind; see [Platform#adopt].
public sealed interface Adopted {
    /// A TCP socket that listens.
    ///
    /// @param socket the listener
    record OfTcpListener(TryListener<SocketAddr> socket) implements Adopted {
        /// The listener.
        public OfTcpListener {
            Objects.requireNonNull(socket, "socket");
        }
    }

    /// A TCP socket that is connected.
    ///
    /// @param socket the stream
    record OfTcpStream(TryStream<SocketAddr> socket) implements Adopted {
        /// The stream.
        public OfTcpStream {
            Objects.requireNonNull(socket, "socket");
        }
    }

    /// A UDP socket.
    ///
    /// @param socket the datagram socket
    record OfUdp(TryDatagram<SocketAddr> socket) implements Adopted {
        /// The datagram socket.
        public OfUdp {
            Objects.requireNonNull(socket, "socket");
        }
    }

    /// A Unix stream socket that listens.
    ///
    /// @param socket the listener
    record OfUnixListener(TryListener<UnixAddr> socket) implements Adopted {
        /// The listener.
        public OfUnixListener {
            Objects.requireNonNull(socket, "socket");
        }
    }

    /// A Unix stream socket that is connected.
    ///
    /// @param socket the stream
    record OfUnixStream(TryStream<UnixAddr> socket) implements Adopted {
        /// The stream.
        public OfUnixStream {
            Objects.requireNonNull(socket, "socket");
        }
    }

    /// A Unix datagram socket.
    ///
    /// @param socket the datagram socket
    record OfUnixDatagram(TryDatagram<UnixAddr> socket) implements Adopted {
        /// The datagram socket.
        public OfUnixDatagram {
            Objects.requireNonNull(socket, "socket");
        }
    }
}
