package dev.minato.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `minato game server`, `bots` and `report` say what they do, and end as they should.
class GameCommandsTest {
    @TempDir
    private Path folder;

    @Test
    void botsPlayUntilTheServerEnds() {
        try (var game = new Gaming("--stats");
                var bots = Program.minato("game", "bots", "-n", "5", game.address())) {
            bots.out().await("^5 playing, 0 refused, 0 ended; round trip p50 .*; in [\\d,]+/s, .* KiB/s; out .*/s$");
            game.server()
                    .out()
                    .await("^5 players, \\d+ ticks/s, \\d+ late, p99 [^;]*s; in [\\d,]+/s, .* KiB/s; out .*/s$");
            game.server().terminate();
            assertThat(game.server().exitCode()).isZero();
            assertThat(game.server().out().textToEnd())
                    .contains("SIGTERM: the game is over for 5 players\n")
                    .containsPattern("(?m)^[\\d,]+ ticks, \\d+ of them late, p99 .*; 5 players; [\\d,]+ packets in, .*;"
                            + " [\\d,]+ packets out, .*; ignored \\d+$");
            assertThat(bots.exitCode()).as("%s", bots).isZero();
            assertThat(bots.out().textToEnd())
                    .containsPattern(
                            "(?m)^0 playing, 0 refused, 5 ended; .* snapshots, .* corrections; in .*; out .*$");
        }
    }

    @Test
    void botsEndAfterTheirTime() {
        try (var game = new Gaming("--players", "2");
                var bots = Program.minato("game", "bots", "-n", "3", "--duration", "2s", game.address())) {
            assertThat(bots.exitCode()).as("%s", bots).isZero();
            assertThat(bots.out().textToEnd()).containsPattern("(?m)^2 playing, 1 refused, 0 ended; ");
        }
    }

    @Test
    void aPortThatIsTakenIsTold() throws Exception {
        try (var taken = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                var server = Program.minato("game", "server", "127.0.0.1:" + taken.getLocalPort())) {
            assertThat(server.exitCode()).isEqualTo(1);
            assertThat(server.err().textToEnd())
                    .startsWith("minato: bind 127.0.0.1:" + taken.getLocalPort() + ": address in use")
                    .hasLineCount(1);
        }
    }

    @Test
    void theReportIsATableAndTwoPictures() throws Exception {
        Path out = folder.resolve("game");
        try (var report = Gaming.start(
                "game", "report", "--players", "3", "--duration", "2s", "--seed", "1", "--out", out.toString())) {
            assertThat(report.exitCode()).as("%s", report).isZero();
            assertThat(report.err().textToEnd()).isEmpty();
            assertThat(report.out().textToEnd().lines().map(line -> line.replaceAll(" +", " ")))
                    .satisfiesExactly(
                            line -> assertThat(line)
                                    .isEqualTo("3 players for 2s: 5 % lost, 40 ± 30 ms, 2 % reordered, seed 1"),
                            line -> assertThat(line).startsWith("DRAWN DELAY ERROR P50 P99 MAX NOW P50"),
                            line -> assertThat(line).matches("raw \\d+ ms( \\d+\\.\\d\\d){7}"),
                            line -> assertThat(line).matches("interpolated \\d+ ms( \\d+\\.\\d\\d){7}"),
                            line -> assertThat(line).startsWith("the interpolated path's error is "),
                            line -> assertThat(line).startsWith("round trip "),
                            line -> assertThat(line).startsWith("a player receives "),
                            line -> assertThat(line).isEqualTo("wrote " + out + ".png and " + out + ".svg"));
        }
        assertThat(Files.readAllBytes(Path.of(out + ".png"))).startsWith(0x89, 'P', 'N', 'G');
        assertThat(Files.readString(Path.of(out + ".svg"))).startsWith("<?xml").contains("</svg>");
    }

    @Test
    void aReportThatHasNowhereToGoIsToldBeforeTheGame() {
        try (var report = Gaming.start("game", "report", "--out", folder + "/nowhere/game")) {
            assertThat(report.exitCode()).isEqualTo(1);
            assertThat(report.err().textToEnd())
                    .isEqualTo("minato: --out: there is no folder " + folder + "/nowhere\n");
        }
    }

    @Test
    void withoutItsModulesTheReportSaysHowToStartIt() {
        try (var report = Program.minato("game", "report", "--out", folder + "/game")) {
            assertThat(report.exitCode()).isEqualTo(1);
            assertThat(report.err().textToEnd())
                    .isEqualTo("minato: game report needs more modules than this Java was started with:"
                            + " start it as ./minato\n");
        }
    }
}
