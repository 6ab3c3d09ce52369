package dev.minato.services.game;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// A game server without sockets, clock and threads: packets and the time go in, packets come out.
///
/// ```
///   JOIN, no cookie ──▶ CHALLENGE     nothing is kept
///   JOIN, cookie    ──▶ WELCOME       the player is in the game; again for the same nonce, if that was lost
///                   └─▶ REFUSED       full
///   INPUT           ──▶ its queue, until the ticks take it
///   LEAVE, silence  ──▶ the player is out
/// ```
///
/// Until somebody has shown a cookie, and also if he is in no game, he gets at most one packet for one that came, and
/// none that is longer. Not for several threads at once.
final class GameCore {
    /// How many players are put out in one tick; the rest in the next.
    static final int MAX_ENDS = 32;

    private static final int FIRST_USER_PORT = 1024;

    private final GameSettings settings;
    private final Movement movement;
    private final World world;
    private final Doorkeeper doorkeeper;
    private final RandomGenerator random;
    private final GameCounts counts = new GameCounts();
    private final JoinPacket join = new JoinPacket();
    private final InputPacket input = new InputPacket();
    private final ByteBuffer out = ByteBuffer.allocate(Wire.MAX_PACKET);
    private final long timeout;
    private long tick;
    private int next;

    /// @param random makes keys and tokens, which nobody must be able to guess, and places
    /// @param now nanoseconds, as all times
    GameCore(GameSettings settings, RandomGenerator random, long now) {
        this.settings = settings;
        this.movement = new Movement(settings.rules());
        this.world = new World(movement, settings.maxPlayers());
        this.doorkeeper = new Doorkeeper(random, now);
        this.random = random;
        this.timeout = settings.playerTimeout().toNanos();
    }

    /// Takes in a packet.
    ///
    /// @param sink gets the answer, if there is one
    void receive(Arrival arrival, PacketSink sink) {
        counts.packetsIn++;
        counts.bytesIn += arrival.realLength();
        Optional<Malformed> wrong = check(arrival);
        if (wrong.isEmpty()) {
            wrong = switch (Wire.type(arrival.packet())) {
                case JOIN -> join(arrival, sink);
                case INPUT -> input(arrival, sink);
                case LEAVE -> leave(arrival);
                case CHALLENGE, WELCOME, REFUSED, SNAPSHOT, GOODBYE, NONE -> Optional.of(Malformed.TYPE);
            };
        } else if (wrong.get() == Malformed.VERSION) {
            refuseVersion(arrival, sink);
        }
        if (wrong.isPresent()) {
            counts.ignored(wrong.get());
        }
    }

    private static Optional<Malformed> check(Arrival arrival) {
        if (arrival.from().port() < FIRST_USER_PORT) {
            return Optional.of(Malformed.PORT);
        }
        Optional<Malformed> wrong = Wire.checkHeader(arrival.packet());
        if (wrong.isEmpty() && !Wire.type(arrival.packet()).fits(arrival.realLength())) {
            return Optional.of(Malformed.LENGTH);
        }
        return wrong;
    }

    private void refuseVersion(Arrival arrival, PacketSink sink) {
        ByteBuffer packet = arrival.packet();
        if (Wire.type(packet) == PacketType.JOIN && packet.limit() >= Wire.JOIN_LENGTH) {
            JoinAnswers.refused(out, JoinPacket.nonce(packet), Reason.VERSION);
            send(arrival.peer(), sink);
        }
    }

    private Optional<Malformed> join(Arrival arrival, PacketSink sink) {
        Optional<Malformed> wrong = join.read(arrival.packet());
        if (wrong.isPresent()) {
            return wrong;
        }
        // @start region="join"
        long now = arrival.now();
        if (join.cookie().isSame(Cookie.NONE)) {
            JoinAnswers.challenge(out, join.nonce(), doorkeeper.cookie(arrival.from(), join.nonce(), now));
        } else if (!doorkeeper.accepts(join.cookie(), arrival.from(), join.nonce(), now)) {
            return Optional.of(Malformed.COOKIE);
        } else {
            letIn(arrival.peer(), join.nonce(), now);
        }
        send(arrival.peer(), sink);
        // @end
        return Optional.empty();
    }

    private void letIn(Peer from, long nonce, long now) {
        Optional<Player> known = world.joined(from.address(), nonce);
        if (known.isEmpty() && world.isFull()) {
            counts.refusedJoins++;
            JoinAnswers.refused(out, nonce, Reason.FULL);
            return;
        }
        Player player = known.orElseGet(() -> newPlayer(from, nonce, now));
        int point = world.point(player.index());
        JoinAnswers.welcome(out, nonce, new Welcome(player.id(), player.token(), settings.rules(), tick, point));
    }

    private Player newPlayer(Peer from, long nonce, long now) {
        counts.joins++;
        var player = new Player(world.freeId(), random.nextInt(), nonce, from, now);
        world.add(player, Grid.pack(random.nextInt(movement.maxX() + 1), random.nextInt(movement.maxY() + 1)));
        return player;
    }

    private Optional<Malformed> input(Arrival arrival, PacketSink sink) {
        Optional<Malformed> wrong = input.read(arrival.packet());
        if (wrong.isPresent()) {
            return wrong;
        }
        Optional<Player> player = player(arrival);
        if (player.isEmpty()) {
            // A goodbye is shorter than any input, and carries the token that came.
            JoinAnswers.goodbye(out, InputPacket.token(arrival.packet()), Reason.NOT_IN_GAME);
            send(arrival.peer(), sink);
            return Optional.of(Malformed.UNKNOWN_PLAYER);
        }
        return player.get().receive(input, arrival.now());
    }

    private Optional<Malformed> leave(Arrival arrival) {
        Optional<Player> player = player(arrival);
        if (player.isEmpty()) {
            return Optional.of(Malformed.UNKNOWN_PLAYER);
        }
        world.remove(player.get());
        return Optional.empty();
    }

    /// Returns the player whose id and token are in a packet, if it came from his address. Allocates nothing.
    private Optional<Player> player(Arrival arrival) {
        Optional<Player> player = world.find(InputPacket.id(arrival.packet()));
        return player.isPresent()
                        && player.get().token() == InputPacket.token(arrival.packet())
                        && player.get().peer().address().equals(arrival.from())
                ? player
                : Optional.empty();
    }

    /// Simulates a tick, and those that were left out before it; its snapshots are then sent by [#snapshots].
    ///
    /// @param sink gets the goodbyes of those who were silent for too long, [#MAX_ENDS] at most
    void tick(long number, long now, PacketSink sink) {
        int ticks = (int) Math.min(number - tick, InputQueue.SIZE);
        tick = number;
        next = 0;
        int ends = 0;
        for (int i = world.size() - 1; i >= 0 && ends < MAX_ENDS; i--) {
            if (now - world.player(i).lastHeard() > timeout) {
                ends++;
                end(world.player(i), Reason.SILENT, sink);
            }
        }
        counts.timeouts += ends;
        counts.inputs += world.simulate(ticks);
    }

    /// Sends snapshots of the last tick to those whose turn it is, `max` at most; returns false if there are no more.
    boolean snapshots(int max, long now, PacketSink sink) {
        for (int left = max; left > 0 && next < world.size(); next++) {
            Player player = world.player(next);
            if (player.takesSnapshot(tick, settings.rules().snapshotEvery())) {
                player.write(out, world.snapshot(player, tick), world.size(), now);
                send(player.peer(), sink);
                left--;
            }
        }
        return next < world.size();
    }

    /// Ends the game for `max` players at most; returns false if there are no more.
    boolean endAll(int max, PacketSink sink) {
        for (int left = max; left > 0 && world.size() > 0; left--) {
            end(world.player(world.size() - 1), Reason.CLOSING, sink);
        }
        return world.size() > 0;
    }

    private void end(Player player, Reason reason, PacketSink sink) {
        JoinAnswers.goodbye(out, player.token(), reason);
        send(player.peer(), sink);
        world.remove(player);
    }

    private void send(Peer to, PacketSink sink) {
        counts.packetsOut++;
        counts.bytesOut += out.remaining();
        sink.send(out, to);
    }

    /// Returns where everybody is.
    List<PlayerView> views() {
        return world.views();
    }

    int players() {
        return world.size();
    }

    GameCounts counts() {
        return counts;
    }
}
