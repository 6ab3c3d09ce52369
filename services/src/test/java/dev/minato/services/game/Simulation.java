package dev.minato.services.game;

import dev.minato.address.SocketAddr;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.random.RandomGenerator;

/// A server, clients, and a network between them that loses, delays, repeats and reorders packets, on a clock that
/// only moves when it is told to.
final class Simulation {
    static final long MILLI = 1_000_000;

    final GameCore core;
    final List<Client> clients = new ArrayList<>();
    final Map<Long, Map<Integer, Position>> truth = new HashMap<>();
    long now = 1_000 * MILLI;
    long tick;
    long nextTick = now;
    Network network = Network.PERFECT;

    private final RandomGenerator random;
    private final GameSettings settings;
    private final PriorityQueue<Flight> flights =
            new PriorityQueue<>(Comparator.comparingLong(Flight::at).thenComparingLong(Flight::order));
    private long order;

    /// What happens to packets, each way.
    record Network(double loss, double duplicates, long delay, long jitter) {
        static final Network PERFECT = new Network(0, 0, 1, 0);
    }

    private record Flight(long at, long order, byte[] packet, SocketAddr from, SocketAddr to) {}

    static final SocketAddr SERVER = SocketAddr.parse("192.0.2.1:7885");

    Simulation(GameSettings settings, RandomGenerator random) {
        this.settings = settings;
        this.random = random;
        this.core = new GameCore(settings, random, now);
    }

    /// A client, and what its player presses.
    final class Client {
        final SocketAddr address;
        final ClientSession session;
        final Wander wander = new Wander(random);
        final List<Integer> path = new ArrayList<>();
        boolean stands;
        long nextStep = now + random.nextLong(GameRules.TICK_NANOS);

        Client(int number) {
            address = SocketAddr.parse("198.51.100." + (1 + number % 250) + ":" + (10_000 + number));
            session = new ClientSession(random.nextLong(), 100 * MILLI, now);
        }

        Playing playing() {
            return session.playing().orElseThrow();
        }

        GameView view() {
            return playing().view(now);
        }

        private void step() {
            var out = ByteBuffer.allocate(Wire.MAX_PACKET);
            Input input = stands ? Input.NONE : wander.next();
            if (session.ask(out, now) || session.step(input, out, now)) {
                send(out, address, SERVER);
            }
        }
    }

    Client join() {
        var client = new Client(clients.size());
        clients.add(client);
        return client;
    }

    void send(ByteBuffer packet, SocketAddr from, SocketAddr to) {
        var bytes = new byte[packet.remaining()];
        packet.duplicate().get(bytes);
        do {
            if (random.nextDouble() >= network.loss()) {
                long jitter = network.jitter() == 0 ? 0 : random.nextLong(network.jitter() * MILLI);
                flights.add(new Flight(now + network.delay() * MILLI + jitter, order++, bytes, from, to));
            }
        } while (random.nextDouble() < network.duplicates());
    }

    /// Lets time pass.
    void run(long millis) {
        long end = now + millis * MILLI;
        while (now < end) {
            now += MILLI;
            while (!flights.isEmpty() && flights.peek().at() <= now) {
                deliver(flights.remove());
            }
            for (Client client : clients) {
                if (now >= client.nextStep) {
                    client.step();
                    client.nextStep += GameRules.TICK_NANOS;
                }
            }
            if (now >= nextTick) {
                tick();
                nextTick += GameRules.TICK_NANOS;
            }
        }
    }

    void tick() {
        core.tick(tick, now, this::answer);
        while (core.snapshots(64, now, this::answer)) {}
        var here = new HashMap<Integer, Position>();
        core.views().forEach(view -> here.put(view.id(), view.position()));
        truth.put(tick, here);
        tick++;
    }

    private void answer(ByteBuffer packet, Peer to) {
        send(packet, SERVER, to.address());
    }

    private void deliver(Flight flight) {
        var packet = ByteBuffer.wrap(flight.packet());
        if (flight.to().equals(SERVER)) {
            core.receive(new Arrival(packet, flight.from(), now), this::answer);
            return;
        }
        for (Client client : clients) {
            if (client.address.equals(flight.to())) {
                client.session.receive(packet, packet.limit(), now);
            }
        }
    }

    /// Where a player truly was at a tick, or between two.
    Position at(double at, int id) {
        long before = (long) Math.floor(at);
        Position from = truth.get(before).get(id);
        Position to = truth.getOrDefault(before + 1, truth.get(before)).getOrDefault(id, from);
        double share = at - before;
        return new Position(from.x() + (to.x() - from.x()) * share, from.y() + (to.y() - from.y()) * share);
    }

    GameSettings settings() {
        return settings;
    }
}
