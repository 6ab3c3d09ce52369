package dev.minato.cli.game;

import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import de.erichseifert.vectorgraphics2d.svg.SVGProcessor;
import de.erichseifert.vectorgraphics2d.util.PageSize;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.font.FontRenderContext;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.knowm.xchart.XYChart;

/// Charts below each other, as a file.
public final class Picture {
    private final List<XYChart> charts;
    private final int width;
    private final int height;

    private Picture(List<XYChart> charts) {
        this.charts = charts;
        this.width = charts.stream().mapToInt(XYChart::getWidth).max().orElseThrow();
        this.height = charts.stream().mapToInt(XYChart::getHeight).sum();
    }

    /// Returns the picture of a report.
    ///
    /// @param conditions what the network did, in words
    public static Picture of(Observation seen, Measurement raw, Measurement shown, String conditions) {
        return new Picture(new ReportChart(seen, raw, shown).panels(conditions));
    }

    /// Returns whether there is a font to draw text with. A Java without a screen has none of its own.
    public static boolean hasFont() {
        System.setProperty("java.awt.headless", "true");
        try {
            var context = new FontRenderContext(null, true, true);
            return new Font(Font.SANS_SERIF, Font.PLAIN, 12)
                            .getStringBounds("1", context)
                            .getWidth()
                    > 0;
        } catch (RuntimeException | InternalError | LinkageError noFonts) {
            // What it is depends on whether a library, its configuration, or all fonts are missing.
            return false;
        }
    }

    /// Writes a PNG.
    public void writePng(Path file) throws IOException {
        var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        paint(graphics);
        graphics.dispose();
        ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
        ImageWriteParam compression = writer.getDefaultWriteParam();
        compression.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        compression.setCompressionQuality(0);
        try (var bytes = Files.newOutputStream(file);
                var out = new MemoryCacheImageOutputStream(bytes)) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, null), compression);
        } finally {
            writer.dispose();
        }
    }

    /// Writes an SVG.
    public void writeSvg(Path file) throws IOException {
        var graphics = new VectorGraphics2D();
        paint(graphics);
        var document = new SVGProcessor().getDocument(graphics.getCommands(), new PageSize(0, 0, width, height));
        try (OutputStream out = Files.newOutputStream(file)) {
            document.writeTo(out);
        }
    }

    private void paint(Graphics2D graphics) {
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, width, height);
        int top = 0;
        for (XYChart chart : charts) {
            graphics.translate(0, top);
            chart.paint(graphics, chart.getWidth(), chart.getHeight());
            graphics.translate(0, -top);
            top += chart.getHeight();
        }
    }
}
