package dev.minato.cli.game;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.services.game.ClientStats;
import dev.minato.services.game.GameServerStats;
import dev.minato.services.game.Position;
import dev.minato.services.relay.RelayCounts;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The chart is written as a picture, with the colours that are to be in it, and as SVG, which needs no font.
class PictureTest {
    private static final long FRAME = 8_333_333;
    private static final long BEGIN = 2_000_000_000L;

    @TempDir
    private Path folder;

    private static Observation observation() {
        var truth = new Track();
        var raw = new Track();
        var shown = new Track();
        for (int i = 0; i < 1_000; i++) {
            long now = BEGIN + i * FRAME;
            truth.add(now - 1_000_000_000L, walk(now - 1_000_000_000L));
            raw.add(now, walk(now / 70_000_000L * 70_000_000L - 40_000_000L));
            shown.add(now, walk(now - 150_000_000L));
        }
        for (int i = 0; i < 200; i++) {
            truth.add(BEGIN + (880 + i) * FRAME, walk(BEGIN + (880 + i) * FRAME));
        }
        var none = Duration.ZERO;
        var client = new ClientStats(none, none, 0, none, 0, 0, 0, 0, 0, 0, 0);
        var server = new GameServerStats(0, 0, none, none, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, Map.of());
        return new Observation(
                truth, raw, shown, 10, client, 2, server, server, new RelayCounts(2, 0, 0, 0, 0, 0, 0, 0, 0));
    }

    private static Position walk(long nanos) {
        return new Position(160 + 100 * Math.sin(nanos / 1e9), 90);
    }

    private static Picture picture() {
        Observation seen = observation();
        return Picture.of(
                seen,
                Measurement.of(seen.raw(), seen.truth()),
                Measurement.of(seen.shown(), seen.truth()),
                "5 % lost, 40 ± 30 ms");
    }

    private static boolean has(BufferedImage image, int colour) {
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                if ((image.getRGB(x, y) & 0xffffff) == colour) {
                    return true;
                }
            }
        }
        return false;
    }

    @Test
    void thePngHasAllThreePaths() throws Exception {
        assertThat(Picture.hasFont()).isTrue();
        Path file = folder.resolve("chart.png");
        picture().writePng(file);
        BufferedImage image = ImageIO.read(file.toFile());
        assertThat(image.getWidth()).isEqualTo(ReportChart.WIDTH);
        assertThat(has(image, 0x9a9a9a)).isTrue();
        assertThat(has(image, 0xc8552b)).isTrue();
        assertThat(has(image, 0x1f6f9f)).isTrue();
        assertThat(Files.size(file)).isLessThan(150_000);
    }

    @Test
    void theSvgIsXmlWhoseWordsAreShapes() throws Exception {
        Path file = folder.resolve("chart.svg");
        picture().writeSvg(file);
        var factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
        var root = factory.newDocumentBuilder().parse(file.toFile()).getDocumentElement();
        assertThat(root.getTagName()).isEqualTo("svg");
        assertThat(root.getTextContent()).isBlank();
    }
}
