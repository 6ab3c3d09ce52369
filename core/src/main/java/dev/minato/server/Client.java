package dev.minato.server;

import dev.minato.address.SocketAddr;
import dev.minato.net.TcpStream;
import dev.minato.proxy.ProxyHeader;
import java.util.Optional;

/// The two ends of a connection, as its server names them: those of the socket, or those of a PROXY header.
sealed interface Client {
    Optional<SocketAddr> peer();

    Optional<SocketAddr> local();

    String name();

    /// The header that told of it; empty if none did.
    Optional<ProxyHeader> header();

    /// The address that is judged and counted; empty if the client has none, or is the proxy itself.
    Optional<SocketAddr> judged();

    /// One whose addresses are those of the header, if it has any.
    static Client of(Client socket, ProxyHeader header) {
        return header.source()
                .<Client>flatMap(source -> header.destination().map(local -> behind(header, source, local)))
                .orElseGet(() -> new Undisclosed(socket, header));
    }

    private static Client behind(ProxyHeader header, SocketAddr source, SocketAddr destination) {
        return new Behind(header, canonical(source), canonical(destination));
    }

    private static SocketAddr canonical(SocketAddr address) {
        return address.withIp(address.ip().toCanonical());
    }

    /// The peer of the socket.
    record OfSocket(Accepted accepted) implements Client {
        @Override
        public Optional<SocketAddr> peer() {
            return accepted.peerAddress();
        }

        @Override
        public Optional<SocketAddr> local() {
            return accepted.stream() instanceof TcpStream tcp ? Optional.of(tcp.localAddress()) : Optional.empty();
        }

        @Override
        public String name() {
            return accepted.peerName();
        }

        @Override
        public Optional<ProxyHeader> header() {
            return Optional.empty();
        }

        @Override
        public Optional<SocketAddr> judged() {
            return peer();
        }
    }

    /// A client behind a proxy.
    record Behind(Optional<ProxyHeader> header, Optional<SocketAddr> peer, Optional<SocketAddr> local, String name)
            implements Client {
        Behind(ProxyHeader header, SocketAddr peer, SocketAddr local) {
            this(Optional.of(header), Optional.of(peer), Optional.of(local), peer.toString());
        }

        @Override
        public Optional<SocketAddr> judged() {
            return peer;
        }
    }

    /// The proxy itself, or a client of whom it does not tell.
    record Undisclosed(Client socket, Optional<ProxyHeader> header) implements Client {
        Undisclosed(Client socket, ProxyHeader header) {
            this(socket, Optional.of(header));
        }

        @Override
        public Optional<SocketAddr> peer() {
            return socket.peer();
        }

        @Override
        public Optional<SocketAddr> local() {
            return socket.local();
        }

        @Override
        public String name() {
            return socket.name();
        }

        @Override
        public Optional<SocketAddr> judged() {
            return Optional.empty();
        }
    }
}
