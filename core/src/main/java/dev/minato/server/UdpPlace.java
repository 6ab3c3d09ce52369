package dev.minato.server;

import dev.minato.address.SocketAddr;
import dev.minato.error.NetException;
import dev.minato.net.UdpSocket;
import dev.minato.net.UdpSocketOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// An address where datagrams come to a server that is to be, and who handles them.
///
/// @param service its name, for the log
/// @param address binds the first socket
/// @param takenOver the one socket there is, if the user has bound it
record UdpPlace(String service, Binding address, Optional<UdpSocket> takenOver, UdpHandler handler) {
    /// Binds a socket with those options.
    @FunctionalInterface
    interface Binding {
        UdpSocket bind(UdpSocketOptions options) throws NetException;
    }

    static UdpPlace at(String service, Binding address, UdpHandler handler) {
        return new UdpPlace(service, address, Optional.empty(), handler);
    }

    static UdpPlace of(String service, UdpSocket takenOver, UdpHandler handler) {
        return new UdpPlace(service, _ -> takenOver, Optional.of(takenOver), handler);
    }

    /// Binds so many sockets to the one address, among which the kernel spreads the datagrams, and returns
    /// them; the only one, if it was taken over.
    ///
    /// @param open gets each socket that is opened
    List<UdpSocket> bind(int sockets, List<UdpSocket> open) throws NetException {
        if (takenOver.isPresent()) {
            return List.of(takenOver.get());
        }
        UdpSocketOptions options =
                sockets == 1 ? UdpSocket.options() : UdpSocket.options().reusePort(true);
        var bound = new ArrayList<UdpSocket>();
        bound.add(address.bind(options));
        open.add(bound.getFirst());
        SocketAddr shared = bound.getFirst().localAddress();
        while (bound.size() < sockets) {
            UdpSocket next = options.bind(shared);
            open.add(next);
            bound.add(next);
        }
        return bound;
    }
}
