package dev.minato.bench;

import java.awt.Color;
import java.awt.Font;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.HorizontalBarChart;
import org.knowm.xchart.HorizontalBarChartBuilder;
import org.knowm.xchart.style.HorizontalBarStyler;

/// A picture of throughput and CPU a request by server, both divided by those of C in the same round.
final class Chart {
    private static final List<Shape> SHAPES =
            List.of(Shape.TCP_64, Shape.TCP_1000, Shape.TCP_BATCHES, Shape.UDP_64, Shape.PROXY_LARGE);
    private static final int WIDTH = 820;
    private static final int HEIGHT = 420;
    private static final Color THROUGHPUT = new Color(0x2f6f9f);
    private static final Color CPU = new Color(0xc0713a);

    private Chart() {}

    static void write(Results results, Path file) throws IOException {
        List<HorizontalBarChart> charts = new ArrayList<>();
        for (Shape shape : SHAPES) {
            if (results.shapes(Pass.ONE_CORE, shape.protocol()).contains(shape)) {
                charts.add(chart(results, shape, "requests a second ÷ C", THROUGHPUT, Measurement::perSecond));
                charts.add(chart(results, shape, "CPU a request ÷ C", CPU, Measurement::cpuMicros));
            }
        }
        if (!charts.isEmpty()) {
            String name = file.toString();
            String stem = name.endsWith(".png") ? name.substring(0, name.length() - 4) : name;
            BitmapEncoder.saveBitmap(charts, charts.size() / 2, 2, stem, BitmapFormat.PNG);
        }
    }

    private static HorizontalBarChart chart(
            Results results, Shape shape, String what, Color color, ToDoubleFunction<Measurement> value) {
        HorizontalBarChart chart = new HorizontalBarChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title("%s, %s: %s".formatted(shape.protocol().title, shape.title(), what))
                .build();
        style(chart.getStyler());
        List<String> names = new ArrayList<>();
        List<Double> medians = new ArrayList<>();
        for (Candidate candidate : results.candidates(Pass.ONE_CORE, shape.protocol())) {
            results.ratio(Pass.ONE_CORE, candidate, shape, value).ifPresent(summary -> {
                names.add(candidate.name() + "  " + Report.figure(summary.median()));
                medians.add(summary.median());
            });
        }
        chart.addSeries(what, medians, names).setFillColor(color);
        return chart;
    }

    private static void style(HorizontalBarStyler styler) {
        styler.setLegendVisible(false);
        // Each bar has its name and its figure. The hint for X is what the names go by, also on the axis of Y;
        // the default leaves some out.
        styler.setXAxisTickMarkSpacingHint(10);
        styler.setXAxisTicksVisible(false);
        styler.setPlotGridLinesVisible(false);
        styler.setXAxisMin(0.0);
        styler.setAvailableSpaceFill(0.7);
        styler.setChartBackgroundColor(Color.WHITE);
        styler.setPlotBorderVisible(false);
        styler.setChartTitleFont(new Font(Font.SANS_SERIF, Font.BOLD, 15));
    }
}
