package dev.minato.cli.game;

import dev.minato.services.game.Position;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/// The panels of the report's chart, over the same seconds of the game: where the player is drawn, how far that is from
/// the truth, and how far he moves from one frame to the next.
final class ReportChart {
    static final int WIDTH = 1000;

    private static final double SECONDS = 3;
    private static final Color TRUE = new Color(0x9a9a9a);
    private static final Color RAW = new Color(0xc8552b);
    private static final Color SHOWN = new Color(0x1f6f9f);
    private static final float TRUE_WIDTH = 4f;
    private static final float THIN = 1.4f;
    private static final float THICK = 2.2f;

    private final Observation seen;
    private final Measurement raw;
    private final Measurement shown;
    private final int first;
    private final int last;

    ReportChart(Observation seen, Measurement raw, Measurement shown) {
        this.seen = seen;
        this.raw = raw;
        this.shown = shown;
        this.first = liveliest(seen.raw());
        this.last = seen.raw().firstAfter(seen.raw().nanos(first) + (long) (SECONDS * 1e9));
    }

    /// Returns the first frame of those seconds in which the player comes around most.
    private static int liveliest(Track track) {
        double[] jumps = Measurement.jumps(track);
        long seconds = (long) (SECONDS * 1e9);
        int best = 0;
        double most = -1;
        double moved = 0;
        int end = 0;
        for (int begin = 0; begin < track.size() && end < jumps.length; begin++) {
            while (end < jumps.length && track.nanos(end) - track.nanos(begin) < seconds) {
                moved += jumps[end++];
            }
            if (moved > most) {
                most = moved;
                best = begin;
            }
            moved -= jumps[begin];
        }
        return best;
    }

    /// Returns the panels from top to bottom.
    List<XYChart> panels(String conditions) {
        return List.of(paths(conditions), errors(), jumps());
    }

    private XYChart paths(String conditions) {
        XYChart chart = chart(
                360,
                "What a client draws of another player: " + conditions,
                isWide() ? "x, as drawn at that time" : "y, as drawn at that time");
        ToDoubleFunction<Position> axis = isWide() ? Position::x : Position::y;
        add(
                chart,
                "true path",
                frames(i -> axis.applyAsDouble(seen.truth().at(seen.raw().nanos(i)))),
                TRUE,
                TRUE_WIDTH);
        add(
                chart,
                "raw: the newest snapshot, " + raw.lagMillis() + " ms late",
                frames(i -> axis.applyAsDouble(seen.raw().position(i))),
                RAW,
                THIN);
        add(
                chart,
                "interpolated, " + shown.lagMillis() + " ms late",
                frames(i -> axis.applyAsDouble(seen.shown().position(i))),
                SHOWN,
                THICK);
        return chart;
    }

    /// Whether the player moves more from side to side than up and down.
    private boolean isWide() {
        double x = 0;
        double y = 0;
        for (int i = first + 1; i < last; i++) {
            Position from = seen.shown().position(i - 1);
            Position to = seen.shown().position(i);
            x += Math.abs(to.x() - from.x());
            y += Math.abs(to.y() - from.y());
        }
        return x >= y;
    }

    private XYChart errors() {
        XYChart chart = chart(220, "Error: distance from the true path, each path's own delay taken out", "units");
        addBoth(
                chart,
                Measurement.errors(seen.raw(), seen.truth(), raw.lagMillis()),
                Measurement.errors(seen.shown(), seen.truth(), shown.lagMillis()));
        return chart;
    }

    private XYChart jumps() {
        XYChart chart = chart(
                220,
                "Jumps: distance from one frame to the next, " + Report.FRAMES_PER_SECOND + " frames a second",
                "units");
        addBoth(chart, Measurement.jumps(seen.raw()), Measurement.jumps(seen.shown()));
        chart.setXAxisTitle("seconds");
        return chart;
    }

    private void addBoth(XYChart chart, double[] ofRaw, double[] ofShown) {
        add(chart, "raw", frames(i -> ofRaw[Math.min(i, ofRaw.length - 1)]), RAW, THIN);
        add(chart, "interpolated", frames(i -> ofShown[Math.min(i, ofShown.length - 1)]), SHOWN, THICK);
        chart.getStyler().setYAxisMin(0.0);
        chart.getStyler().setLegendVisible(false);
    }

    private double[] frames(java.util.function.IntToDoubleFunction number) {
        return IntStream.range(first, last).mapToDouble(number).toArray();
    }

    private void add(XYChart chart, String name, double[] numbers, Color color, float width) {
        long begin = seen.raw().nanos(first);
        XYSeries series = chart.addSeries(name, frames(i -> (seen.raw().nanos(i) - begin) / 1e9), numbers);
        series.setMarker(SeriesMarkers.NONE);
        series.setLineColor(color);
        series.setLineStyle(new BasicStroke(width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    }

    private static XYChart chart(int height, String title, String unit) {
        XYChart chart = new XYChartBuilder()
                .width(WIDTH)
                .height(height)
                .title(title)
                .yAxisTitle(unit)
                .build();
        XYStyler styler = chart.getStyler();
        styler.setChartBackgroundColor(Color.WHITE);
        styler.setPlotBorderVisible(false);
        styler.setChartTitleBoxVisible(false);
        styler.setChartTitleFont(new Font(Font.SANS_SERIF, Font.BOLD, 17));
        styler.setLegendFont(new Font(Font.SANS_SERIF, Font.PLAIN, 15));
        styler.setAxisTitleFont(new Font(Font.SANS_SERIF, Font.PLAIN, 14));
        styler.setLegendPosition(LegendPosition.OutsideS);
        styler.setLegendLayout(LegendLayout.Horizontal);
        styler.setLegendBorderColor(Color.WHITE);
        styler.setXAxisMin(0.0);
        styler.setXAxisMax(SECONDS);
        return chart;
    }
}
