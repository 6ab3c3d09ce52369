package dev.minato.services;

import dev.minato.net.InheritedSocket;
import dev.minato.net.UdpSocket;
import java.util.Objects;
import java.util.Optional;

/// A service, and the address to serve it at, or the socket that another process opened for it.
///
/// @param service its name, one of [Services#all]
/// @param protocol the transport protocol; [Protocol#TCP] for Unix streams, too
/// @param address `host:port` to bind to; port 0 takes any free port. Of an inherited socket, how it is called.
/// @param inherited the socket, if it is open already: a listener, a connection, or a UDP socket
public record Binding(String service, Protocol protocol, String address, Optional<InheritedSocket> inherited) {
    /// All of them.
    public Binding {
        Objects.requireNonNull(service, "service");
        Objects.requireNonNull(protocol, "protocol");
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(inherited, "inherited");
    }

    /// A service at an address.
    public Binding(String service, Protocol protocol, String address) {
        this(service, protocol, address, Optional.empty());
    }

    /// Returns a service on a socket that is open already, which the server takes when it is opened.
    public static Binding inherited(String service, InheritedSocket socket) {
        Objects.requireNonNull(socket, "socket");
        Protocol protocol = socket.socket() instanceof UdpSocket ? Protocol.UDP : Protocol.TCP;
        return new Binding(service, protocol, socket.toString(), Optional.of(socket));
    }

    /// Returns `echo/tcp`.
    String label() {
        return service + "/" + protocol;
    }
}
