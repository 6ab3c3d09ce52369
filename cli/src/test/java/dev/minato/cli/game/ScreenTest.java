package dev.minato.cli.game;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.services.game.ClientStats;
import dev.minato.services.game.GameRules;
import dev.minato.services.game.GameView;
import dev.minato.services.game.PlayerView;
import dev.minato.services.game.Position;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The screen shows players where they are, and fits into the terminal.
class ScreenTest {
    private static final GameRules RULES = GameRules.DEFAULT;
    private static final ClientStats STATS = new ClientStats(
            Duration.ofMillis(41), Duration.ofNanos(2_340_000), 0.047, Duration.ofMillis(100), 9, 0, 0, 0, 0, 0, 0);

    private static GameView view(Position self, PlayerView... others) {
        return new GameView(1, 1, self, self, List.of(others), List.of(), others.length + 1);
    }

    private static List<String> draw(int columns, int rows, GameView view) {
        return new Screen(columns, rows, true).draw(view, RULES, STATS);
    }

    @Test
    void aSmallWorldIsDrawnAsItIs() {
        var view = view(
                new Position(160, 90),
                new PlayerView(0, new Position(0, 0)),
                new PlayerView(27, new Position(319.99, 179.99)));
        assertThat(draw(20, 7, view))
                .containsExactly(
                        "┌──────────────────┐",
                        "│a                 │",
                        "│         @        │",
                        "│                 b│",
                        "└──────────────────┘",
                        "round trip 41 ms  lo",
                        "arrow keys or WASD w");
    }

    @Test
    void theUsualTerminalHasRoomForAll() {
        List<String> lines = draw(80, 24, view(new Position(1, 1)));
        assertThat(lines).hasSize(24).allMatch(line -> line.length() <= 80);
        assertThat(lines.get(22))
                .isEqualTo("round trip 41 ms  loss 4.7 %  jitter 2.3 ms  others 100 ms late  1 player");
        assertThat(lines.get(23)).isEqualTo("arrow keys or WASD walk, space stands still, q leaves");
    }

    @Test
    void thePlayerHimselfIsInFront() {
        var here = new Position(10, 10);
        assertThat(String.join("", draw(80, 24, view(here, new PlayerView(3, here)))))
                .contains("@")
                .doesNotContain("│d");
    }

    /// Also where a player is out of the world, or nowhere.
    @ParameterizedTest
    @CsvSource({"-5, -5", "1e9, 1e9", "NaN, NaN", "320, 180", "-1e300, Infinity"})
    void nobodyIsDrawnOutside(double x, double y) {
        assertThat(draw(80, 24, view(new Position(x, y)))).hasSize(24).allMatch(line -> line.length() <= 80);
    }

    @Test
    void everySizeIsKept() {
        var view = view(new Position(160, 90), new PlayerView(1, new Position(1, 1)));
        for (int columns = 0; columns < 130; columns++) {
            int width = columns;
            for (int rows = 0; rows < 50; rows++) {
                assertThat(draw(columns, rows, view))
                        .hasSizeLessThanOrEqualTo(rows)
                        .allMatch(line -> line.length() <= width);
            }
        }
    }

    @Test
    void aTerminalThatIsTooSmallIsTold() {
        assertThat(draw(19, 24, view(new Position(1, 1)))).containsExactly("too small: 20x6 is ");
        assertThat(draw(80, 5, view(new Position(1, 1)))).containsExactly("too small: 20x6 is needed");
        assertThat(draw(80, 0, view(new Position(1, 1)))).isEmpty();
    }

    @Test
    void withoutUnicodeTheFrameIsAscii() {
        List<String> lines = new Screen(40, 8, false).draw(view(new Position(1, 1)), RULES, STATS);
        assertThat(lines.getFirst()).isEqualTo("+" + "-".repeat(38) + "+");
        assertThat(String.join("", lines).chars()).allMatch(character -> character < 128);
    }
}
