package dev.minato.cli.game;

import dev.minato.services.game.ClientStats;
import dev.minato.services.game.GameRules;
import dev.minato.services.game.GameView;
import dev.minato.services.game.PlayerView;
import dev.minato.services.game.Position;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// What the player sees, as lines of text: the world in a frame, and two lines below.
///
/// ```
///  ┌──────────────┐
///  │   b          │   others: a letter each
///  │        @     │   the player himself
///  └──────────────┘
///  round trip 41 ms  ...
///  arrows or WASD ...
/// ```
///
/// @param columns the width of the terminal
/// @param rows its height
/// @param isUnicode whether it can show the lines of a frame
public record Screen(int columns, int rows, boolean isUnicode) {
    /// The character of the player himself.
    public static final char SELF = '@';

    private static final int MIN_COLUMNS = 20;
    private static final int MIN_ROWS = 6;
    private static final int LETTERS = 26;
    private static final String HELP = "arrow keys or WASD walk, space stands still, q leaves";

    /// Returns at most as many lines as there are rows, each at most as long as there are columns.
    public List<String> draw(GameView view, GameRules rules, ClientStats stats) {
        if (columns < MIN_COLUMNS || rows < MIN_ROWS) {
            return rows < 1 ? List.of() : List.of(cut("too small: " + MIN_COLUMNS + "x" + MIN_ROWS + " is needed"));
        }
        var lines = new ArrayList<String>();
        lines.add(edge('┌', '┐'));
        for (char[] row : world(view, rules)) {
            char side = isUnicode ? '│' : '|';
            lines.add(side + new String(row) + side);
        }
        lines.add(edge('└', '┘'));
        lines.add(cut(status(view, stats)));
        lines.add(cut(HELP));
        return List.copyOf(lines);
    }

    private String edge(char left, char right) {
        return isUnicode ? left + "─".repeat(columns - 2) + right : "+" + "-".repeat(columns - 2) + "+";
    }

    private char[][] world(GameView view, GameRules rules) {
        var cells = new char[rows - 4][columns - 2];
        for (char[] row : cells) {
            Arrays.fill(row, ' ');
        }
        for (PlayerView other : view.others()) {
            put(cells, other.position(), rules, (char) ('a' + other.id() % LETTERS));
        }
        put(cells, view.self(), rules, SELF);
        return cells;
    }

    private static void put(char[][] cells, Position at, GameRules rules, char character) {
        int row = cell(at.y(), rules.height(), cells.length);
        cells[row][cell(at.x(), rules.width(), cells[row].length)] = character;
    }

    private static int cell(double at, int size, int cells) {
        return Math.clamp((long) Math.floor(at / size * cells), 0, cells - 1);
    }

    private static String status(GameView view, ClientStats stats) {
        return String.format(
                Locale.ROOT,
                "round trip %s  loss %.1f %%  jitter %s  others %d ms late  %d %s",
                milliseconds(stats.roundTrip()),
                stats.loss() * 100,
                milliseconds(stats.jitter()),
                stats.interpolationDelay().toMillis(),
                view.players(),
                view.players() == 1 ? "player" : "players");
    }

    private static String milliseconds(Duration time) {
        double millis = time.toNanos() / 1e6;
        return String.format(Locale.ROOT, millis < 10 ? "%.1f ms" : "%.0f ms", millis);
    }

    private String cut(String line) {
        return line.length() <= columns ? line : line.substring(0, Math.max(columns, 0));
    }
}
