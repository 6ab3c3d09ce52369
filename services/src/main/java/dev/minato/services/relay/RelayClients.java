package dev.minato.services.relay;

import dev.minato.address.SocketAddr;
import dev.minato.error.NetException;
import dev.minato.net.UdpSocket;
import dev.minato.platform.wait.Parker;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.random.RandomGenerator.SplittableGenerator;

/// The clients of a relay by their addresses; one task adds and removes.
final class RelayClients {
    private static final long SILENCE = Duration.ofSeconds(30).toNanos();

    private final Map<SocketAddr, RelayClient> clients = new ConcurrentHashMap<>();
    private final SocketAddr server;
    private final NetworkConditions conditions;
    private final SplittableGenerator random;
    private final Parker parker;

    RelayClients(SocketAddr server, NetworkConditions conditions, SplittableGenerator random, Parker parker) {
        this.server = server;
        this.conditions = conditions;
        this.random = random;
        this.parker = parker;
    }

    int count() {
        return clients.size();
    }

    boolean hasLeft(RelayClient client) {
        return clients.get(client.address()) != client;
    }

    /// Returns the client, which a datagram has just come from; empty if it is new and there are too many, or
    /// no socket is left for it.
    ///
    /// @param greet is told of a new one
    Optional<RelayClient> of(SocketAddr address, Consumer<RelayClient> greet) throws NetException {
        long now = parker.now();
        RelayClient client = clients.get(address);
        if (client == null) {
            if (clients.size() >= LossyRelay.MAX_CLIENTS && !removeSilent(now)) {
                return Optional.empty();
            }
            Optional<UdpSocket> socket = open();
            if (socket.isEmpty()) {
                return Optional.empty();
            }
            client = new RelayClient(address, socket.get(), conditions, random.split());
            clients.put(address, client);
            greet.accept(client);
        }
        client.heardAt(now);
        return Optional.of(client);
    }

    private Optional<UdpSocket> open() {
        try {
            return Optional.of(connected());
        } catch (NetException e) {
            return Optional.empty(); // No descriptor or no port is left: this client is one too many.
        }
    }

    private UdpSocket connected() throws NetException {
        UdpSocket socket = UdpSocket.bindFor(server);
        try {
            socket.connect(server);
            return socket;
        } catch (Throwable failed) {
            socket.close();
            throw failed;
        }
    }

    /// Removes the client that was silent for longest, if that is long enough.
    private boolean removeSilent(long now) throws NetException {
        Optional<RelayClient> silent = clients.values().stream()
                .min(Comparator.comparingLong(RelayClient::heard))
                .filter(client -> now - client.heard() > SILENCE);
        if (silent.isPresent()) {
            clients.remove(silent.get().address());
            silent.get().close();
        }
        return silent.isPresent();
    }

    /// Closes the sockets of all; called once no task uses them.
    void close() throws NetException {
        for (RelayClient client : clients.values()) {
            client.close();
        }
    }
}
