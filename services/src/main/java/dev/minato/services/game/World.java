package dev.minato.services.game;

import dev.minato.address.SocketAddr;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// All players and where they are. Players have indexes without gaps, which change when one leaves; their points and
/// ids are in lists by these, since the choice of the nearest reads all of them, for each player.
final class World {
    private final Movement movement;
    private final int maxPlayers;
    private final List<Player> players = new ArrayList<>();
    private final int[] points;
    private final int[] ids;
    private final List<Optional<Player>> byId = new ArrayList<>();
    private final Map<Joiner, Player> byJoin = new HashMap<>();
    private final Nearest nearest;
    private int lastId;

    /// Who asked to join: several players may have one address.
    private record Joiner(SocketAddr address, long nonce) {}

    World(Movement movement, int maxPlayers) {
        this.movement = movement;
        this.maxPlayers = maxPlayers;
        this.points = new int[maxPlayers];
        this.ids = new int[maxPlayers];
        this.nearest = new Nearest(maxPlayers);
        // Four times as many ids, so that one that became free is not given out again soon.
        for (int i = Integer.highestOneBit(maxPlayers) * 8; i > 0; i--) {
            byId.add(Optional.empty());
        }
    }

    int size() {
        return players.size();
    }

    boolean isFull() {
        return players.size() == maxPlayers;
    }

    Player player(int index) {
        return players.get(index);
    }

    int point(int index) {
        return points[index];
    }

    /// Returns the player of an id. Allocates nothing.
    Optional<Player> find(int id) {
        return id < byId.size() ? byId.get(id) : Optional.empty();
    }

    /// Returns who joined from that address with that nonce.
    Optional<Player> joined(SocketAddr address, long nonce) {
        return Optional.ofNullable(byJoin.get(new Joiner(address, nonce)));
    }

    /// Returns an id that nobody has; the world must not be full.
    int freeId() {
        do {
            lastId = (lastId + 1) % byId.size();
        } while (byId.get(lastId).isPresent());
        return lastId;
    }

    void add(Player player, int point) {
        player.moveTo(players.size());
        points[player.index()] = point;
        ids[player.index()] = player.id();
        players.add(player);
        byId.set(player.id(), Optional.of(player));
        byJoin.put(new Joiner(player.peer().address(), player.nonce()), player);
    }

    /// Takes a player out; the last one gets his index.
    void remove(Player player) {
        int index = player.index();
        Player last = players.removeLast();
        if (last != player) {
            players.set(index, last);
            last.moveTo(index);
            points[index] = points[players.size()];
            ids[index] = last.id();
        }
        byId.set(player.id(), Optional.empty());
        byJoin.remove(new Joiner(player.peer().address(), player.nonce()));
    }

    /// Moves all by the inputs of so many ticks; returns how many inputs that were.
    int simulate(int ticks) {
        int inputs = 0;
        for (int i = 0; i < players.size(); i++) {
            InputQueue queue = players.get(i).inputs();
            for (int left = queue.tick(ticks); left > 0; left--) {
                int code = queue.take();
                if (code != InputQueue.NONE) {
                    points[i] = movement.move(points[i], code);
                    inputs++;
                }
            }
        }
        return inputs;
    }

    /// Begins the next snapshot of a player, with those nearest to him.
    Snapshot snapshot(Player player, long tick) {
        Snapshot snapshot = player.beginSnapshot(tick, points[player.index()]);
        nearest.choose(points, players.size(), player.index());
        nearest.sortByIds(ids);
        for (int i = 0; i < nearest.count(); i++) {
            int index = nearest.index(i);
            snapshot.add(ids[index], points[index]);
        }
        return snapshot;
    }

    /// Returns where everybody is.
    List<PlayerView> views() {
        var views = new ArrayList<PlayerView>(players.size());
        for (Player each : players) {
            views.add(new PlayerView(each.id(), Grid.position(points[each.index()])));
        }
        return List.copyOf(views);
    }
}
