package dev.minato.cli.game;

import dev.minato.error.NetException;
import dev.minato.platform.Platform;
import dev.minato.platform.wait.Parker;
import dev.minato.services.game.GameClient;
import dev.minato.services.game.GameRules;
import dev.minato.services.game.GameView;
import dev.minato.services.game.PlayerView;
import dev.minato.services.game.Position;
import dev.minato.services.game.Wander;
import dev.minato.task.MissedTicks;
import dev.minato.task.Ticker;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// The display of a client: frame by frame, what it draws of one other player.
final class Watch {
    private static final int FRAMES_PER_TICK = Report.FRAMES_PER_SECOND / GameRules.TICKS_PER_SECOND;

    private final Parker parker = Platform.current().parker();
    private final Ticker frames =
            Ticker.every(Duration.ofNanos(GameRules.TICK_NANOS / FRAMES_PER_TICK), MissedTicks.SKIP);
    private final GameClient client;
    private final Wander wander;
    private final Track raw = new Track();
    private final Track shown = new Track();
    private GameView view;
    private long ticks;

    Watch(GameClient client, Wander wander) throws NetException {
        this.client = client;
        this.wander = wander;
        this.view = client.view();
    }

    /// Draws frames until something holds, or for a time.
    void until(Duration longest, BooleanSupplier holds) throws InterruptedException, NetException {
        long begin = parker.now();
        while (parker.now() - begin < longest.toNanos() && !holds.getAsBoolean()) {
            next();
        }
    }

    /// Draws frames for a time, and records where they have a player.
    ///
    /// @return the seconds that it took
    double record(int id, Duration time) throws InterruptedException, NetException {
        long begin = parker.now();
        while (parker.now() - begin < time.toNanos()) {
            next();
            long now = parker.now();
            Optional<Position> newest = find(view.latest(), id);
            Optional<Position> between = find(view.others(), id);
            if (newest.isPresent() && between.isPresent()) {
                raw.add(now, newest.get());
                shown.add(now, between.get());
            }
        }
        return (parker.now() - begin) / 1e9;
    }

    /// Returns the other player with the lowest number, if there is any.
    Optional<Integer> first() {
        return view.others().stream().map(PlayerView::id).findFirst();
    }

    Track raw() {
        return raw;
    }

    Track shown() {
        return shown;
    }

    private void next() throws InterruptedException, NetException {
        long tick = frames.tick() / FRAMES_PER_TICK;
        if (tick != ticks) {
            ticks = tick;
            client.step(wander.next());
        }
        view = client.view();
    }

    private static Optional<Position> find(List<PlayerView> players, int id) {
        return players.stream()
                .filter(player -> player.id() == id)
                .map(PlayerView::position)
                .findFirst();
    }
}
