package dev.minato.services.dashboard;

import dev.minato.server.Connection;
import dev.minato.server.UdpCounts;
import dev.minato.services.BoundService;
import dev.minato.services.Server;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// The server that a [Dashboard] shows, as it is at the moment of each call.
///
/// Each method is asked once a second while somebody looks, by one task.
public interface Watched {
    /// Returns where it listens, by service.
    List<Place> places();

    /// Returns the connections that are open.
    List<Connection> openConnections();

    /// Returns how many connections may be open at once.
    int maxConnections();

    /// Returns how long a write waits for a client that does not read, before its connection is closed; empty if
    /// that is not known.
    default Optional<Duration> writeTimeout() {
        return Optional.empty();
    }

    /// Returns what was counted of the datagrams, by service; empty if it has none.
    Map<String, UdpCounts> datagramCounts();

    /// A service and where it listens.
    ///
    /// @param service its name
    /// @param protocol such as `tcp`, `tls` or `udp`
    /// @param address where
    record Place(String service, String protocol, String address) {
        /// All of them.
        public Place {
            Objects.requireNonNull(service, "service");
            Objects.requireNonNull(protocol, "protocol");
            Objects.requireNonNull(address, "address");
        }

        private static Place of(BoundService bound) {
            return new Place(bound.service(), bound.protocol().toString(), bound.place());
        }
    }

    /// Returns a view of that server.
    static Watched of(Server server) {
        Objects.requireNonNull(server, "server");
        List<Place> places = server.boundServices().stream().map(Place::of).toList();
        return new Watched() {
            @Override
            public List<Place> places() {
                return places;
            }

            @Override
            public List<Connection> openConnections() {
                return server.openConnections();
            }

            @Override
            public int maxConnections() {
                return server.maxConnections();
            }

            @Override
            public Optional<Duration> writeTimeout() {
                return Optional.of(server.limits().writeTimeout());
            }

            @Override
            public Map<String, UdpCounts> datagramCounts() {
                return server.datagramCounts();
            }
        };
    }
}
