package dev.minato.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `minato game play` in a real terminal: keys move the player, and whatever ends it, the terminal is as it was.
class GamePlayTest {
    private static final String FRAME = "┌─+┐";

    @TempDir
    private Path folder;

    /// Types the command that plays, and then says how it ended and whether the terminal's settings are as before.
    private void play(Screens screen, String address) throws Exception {
        Path script = folder.resolve("play");
        String command = String.join("' '", Gaming.command("game", "play", address));
        Files.writeString(
                script,
                "trap : INT\nstty -g >" + folder + "/before\n'" + command + "'\necho ended $?\nstty -g >" + folder
                        + "/after\ncmp " + folder + "/before " + folder + "/after && echo as before\n");
        screen.type("sh " + script);
    }

    private static int column(List<String> lines) {
        return lines.stream()
                .mapToInt(line -> line.indexOf('@'))
                .filter(at -> at >= 0)
                .findFirst()
                .orElse(-1);
    }

    private static int row(List<String> lines) {
        return lines.indexOf(lines.stream()
                .filter(line -> line.indexOf('@') >= 0)
                .findFirst()
                .orElse(""));
    }

    private static void awaitEnd(Screens screen, int exitCode) {
        List<String> lines = screen.awaitLine("as before");
        assertThat(lines).contains("ended " + exitCode).noneMatch(line -> line.matches(FRAME));
        assertThat(lines.getFirst()).contains("sh ");
    }

    @Test
    void keysMoveThePlayer() throws Exception {
        Require.tool("tmux");
        try (var game = new Gaming();
                var screen = new Screens(folder)) {
            play(screen, game.address());
            int start = column(screen.await("the player", lines -> column(lines) > 0));
            screen.press(start < 40 ? "Right" : "Left");
            screen.await("a move", lines -> Math.abs(column(lines) - start) > 5);
            screen.press("Space");
            int height = row(screen.lines());
            screen.press(height < 11 ? "s" : "w");
            screen.await("a move", lines -> Math.abs(row(lines) - height) > 2);
            assertThat(screen.lines().get(0)).isEqualTo("┌" + "─".repeat(78) + "┐");
            assertThat(screen.lines().get(22))
                    .matches("round trip .* ms  loss .* %  jitter .* ms  others 100 ms late  1 player");
            screen.resize(60, 20);
            screen.await(
                    "a smaller world",
                    lines -> lines.getFirst().equals("┌" + "─".repeat(58) + "┐")
                            && lines.get(17).equals("└" + "─".repeat(58) + "┘"));
            screen.press("q");
            awaitEnd(screen, 0);
        }
    }

    @Test
    void playersSeeEachOther() throws Exception {
        Require.tool("tmux");
        try (var game = new Gaming();
                var bots = Program.minato("game", "bots", "-n", "1", game.address());
                var screen = new Screens(folder)) {
            bots.out().await("^1 playing");
            play(screen, game.address());
            screen.await(
                    "another player",
                    lines -> lines.size() > 22
                            && lines.get(22).endsWith("2 players")
                            && lines.subList(1, 20).stream().anyMatch(line -> line.matches("│.*[a-z].*│")));
            screen.press("C-c");
            awaitEnd(screen, 130);
        }
    }

    @Test
    void theEndOfTheServerIsTheEnd() throws Exception {
        Require.tool("tmux");
        try (var game = new Gaming();
                var screen = new Screens(folder)) {
            play(screen, game.address());
            screen.awaitLine(FRAME);
            game.server().terminate();
            awaitEnd(screen, 1);
            assertThat(screen.lines()).anyMatch(line -> line.startsWith("minato: "));
        }
    }

    @Test
    void aSignalRestoresTheTerminal() throws Exception {
        Require.tool("tmux");
        try (var game = new Gaming();
                var screen = new Screens(folder)) {
            play(screen, game.address());
            screen.awaitLine(FRAME);
            ProcessHandle player = ProcessHandle.allProcesses()
                    .filter(process -> List.of(process.info().arguments().orElse(new String[0]))
                            .containsAll(List.of("play", game.address())))
                    .findFirst()
                    .orElseThrow();
            assertThat(player.destroy()).isTrue();
            awaitEnd(screen, 143);
        }
    }

    @Test
    void withoutATerminalThereIsNoGame() {
        try (var play = Gaming.start("game", "play", "127.0.0.1:9")) {
            assertThat(play.exitCode()).as("%s", play).isEqualTo(1);
            assertThat(play.err().textToEnd())
                    .startsWith("minato: game play needs a terminal: ")
                    .hasLineCount(1);
            assertThat(play.out().toEnd()).isEmpty();
        }
    }

    @Test
    void aDumbTerminalIsNone() throws Exception {
        Require.tool("tmux");
        try (var screen = new Screens(folder)) {
            screen.type("TERM=dumb; export TERM");
            play(screen, "127.0.0.1:9");
            screen.awaitLine("minato: game play needs a terminal: TERM is 'dumb'");
            screen.awaitLine("as before");
        }
    }

    @Test
    void aServerThatIsNotThereIsTold() throws Exception {
        Require.tool("tmux");
        try (var screen = new Screens(folder)) {
            play(screen, "127.0.0.1:9");
            awaitEnd(screen, 1);
            assertThat(screen.lines()).anyMatch(line -> line.startsWith("minato: ") && line.contains("127.0.0.1:9"));
        }
    }
}
