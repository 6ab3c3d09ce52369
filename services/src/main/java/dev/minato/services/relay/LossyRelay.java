package dev.minato.services.relay;

import dev.minato.address.SocketAddr;
import dev.minato.error.NetException;
import dev.minato.net.Received;
import dev.minato.net.UdpSocket;
import dev.minato.platform.Platform;
import dev.minato.platform.wait.Parker;
import dev.minato.task.TaskGroup;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator.SplittableGenerator;

/// A UDP relay between clients and one server that treats datagrams as a bad network does
/// ([NetworkConditions]).
///
/// Each client has a socket of its own on the server's side, so the server sees as many peers as there are.
/// Whether a datagram is lost, and how late it is, depends on nothing but the seed, the number of its client
/// in the order in which they came, its direction, and its number there. What a datagram holds is not looked
/// at; it goes on whole or not at all. An empty one needs a platform that sends such from a connected socket.
///
/// Memory is bounded: at most 32 MiB are on their way, and [#MAX_CLIENTS] clients are relayed. A client that
/// was silent for 30 s makes room for another one. All methods may be called by any thread.
public final class LossyRelay implements AutoCloseable {
    /// How many clients there may be.
    public static final int MAX_CLIENTS = 4_096;

    /// The longest datagram of UDP over IPv4 is 65,507 bytes, so none is cut.
    private static final int MAX_DATAGRAM = 65_535;

    private final Parker parker = Platform.current().parker();
    private final RelayCounters counters = new RelayCounters();
    private final DelayQueue queue = new DelayQueue(parker);
    private final TaskGroup tasks = TaskGroup.isolated();
    private final UdpSocket front;
    private final RelayClients clients;

    private LossyRelay(UdpSocket front, SocketAddr server, NetworkConditions conditions, SplittableGenerator random) {
        this.front = front;
        this.clients = new RelayClients(server, conditions, random, parker);
    }

    /// Starts a relay that listens at an address, port 0 for any, for a server.
    ///
    /// @param random where all decisions come from, such as `new SplittableRandom(seed)`; the relay's from now on
    /// @throws NetException as [UdpSocket#bind(SocketAddr)]
    public static LossyRelay start(
            SocketAddr listen, SocketAddr server, NetworkConditions conditions, SplittableGenerator random)
            throws NetException {
        Objects.requireNonNull(server, "server");
        Objects.requireNonNull(conditions, "conditions");
        Objects.requireNonNull(random, "random");
        var relay = new LossyRelay(UdpSocket.bind(listen), server, conditions, random);
        relay.tasks.spawn("relay queue", relay.queue::run);
        relay.tasks.spawn("relay", relay::receiveFromClients);
        return relay;
    }

    /// Returns where clients reach it.
    public SocketAddr localAddress() {
        return front.localAddress();
    }

    /// Returns what it has done so far.
    public RelayCounts counts() {
        return counters.counts(clients.count());
    }

    private void receiveFromClients() throws NetException {
        var buffer = ByteBuffer.allocateDirect(MAX_DATAGRAM);
        var received = new Received();
        for (; ; ) {
            try {
                front.recvFrom(buffer.clear(), received);
            } catch (NetException e) {
                check(e);
                continue;
            }
            counters.received.increment();
            Optional<RelayClient> client = clients.of(received.sender(), this::greet);
            if (client.isPresent()) {
                RelayClient known = client.get();
                relay(buffer.flip(), known.toServer().next(), bytes -> toServer(known, bytes));
            } else {
                counters.refused.increment();
            }
        }
    }

    private void greet(RelayClient client) {
        var _ = tasks.spawn("relay of " + client.address(), () -> receiveFromServer(client));
    }

    private void receiveFromServer(RelayClient client) throws NetException {
        var buffer = ByteBuffer.allocateDirect(MAX_DATAGRAM);
        for (; ; ) {
            try {
                client.receive(buffer.clear());
            } catch (NetException e) {
                if (clients.hasLeft(client)) {
                    return;
                }
                check(e);
                continue;
            }
            counters.received.increment();
            relay(buffer.flip(), client.toClient().next(), bytes -> toClient(client, bytes));
        }
    }

    /// Returns if the failure is about a datagram that was sent earlier (ICMP), and says nothing of this socket.
    private static void check(NetException e) throws NetException {
        switch (e.kind()) {
            case CONNECTION_REFUSED, CONNECTION_RESET, HOST_UNREACHABLE, NETWORK_UNREACHABLE -> {}
            default -> throw e;
        }
    }

    private void relay(ByteBuffer bytes, Fate fate, Packet.Path path) throws NetException {
        if (fate.lost()) {
            counters.lost.increment();
            return;
        }
        if (fate.reordered()) {
            counters.reordered.increment();
        }
        send(bytes, fate.delay(), path);
        if (fate.duplicated()) {
            counters.duplicated.increment();
            send(bytes, fate.secondDelay(), path);
        }
    }

    private void send(ByteBuffer bytes, long delay, Packet.Path path) throws NetException {
        if (delay == 0) {
            path.send(bytes.duplicate());
            return;
        }
        var packet = new Packet(parker.now() + delay, queue.nextNumber(), Packet.copy(bytes), path);
        if (!queue.add(packet)) {
            counters.overflowed.increment();
        }
    }

    private void toServer(RelayClient client, ByteBuffer bytes) {
        try {
            client.sendToServer(bytes);
            counters.forwarded.increment();
        } catch (NetException e) {
            counters.failed.increment();
        }
    }

    private void toClient(RelayClient client, ByteBuffer bytes) {
        try {
            front.sendTo(bytes, client.address());
            counters.forwarded.increment();
        } catch (NetException e) {
            counters.failed.increment();
        }
    }

    /// Ends it; what is on its way is lost.
    @Override
    public void close() throws NetException {
        tasks.close();
        clients.close();
        front.close();
    }
}
