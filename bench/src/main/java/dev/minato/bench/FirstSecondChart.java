package dev.minato.bench;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/// A picture of the first seconds: a line a server, the median of its starts in each slot.
final class FirstSecondChart {
    private FirstSecondChart() {}

    static void write(Map<Candidate, List<StartCurve>> curves, Path file) throws IOException {
        XYChart chart = new XYChartBuilder()
                .width(1000)
                .height(480)
                .title("64 connections at once on a server that has just started")
                .xAxisTitle("seconds since the first connect")
                .yAxisTitle("thousand requests a second")
                .build();
        chart.getStyler()
                .setLegendPosition(LegendPosition.InsideSE)
                .setChartBackgroundColor(Color.WHITE)
                .setPlotBorderVisible(false);
        chart.getStyler().setYAxisMin(0.0);
        chart.getStyler().setXAxisMin(0.0);
        curves.forEach((candidate, all) ->
                chart.addSeries(candidate.name(), middles(all), medians(all)).setMarker(SeriesMarkers.NONE));
        String name = file.toString();
        String stem = name.endsWith(".png") ? name.substring(0, name.length() - 4) : name;
        BitmapEncoder.saveBitmap(List.of(chart), 1, 1, stem, BitmapFormat.PNG);
    }

    private static int slots(List<StartCurve> all) {
        return all.stream().mapToInt(curve -> curve.answers().size()).min().orElse(0);
    }

    /// The middle of each slot.
    private static double[] middles(List<StartCurve> all) {
        return IntStream.range(0, slots(all))
                .mapToDouble(slot -> (slot + 0.5) * StartCurve.SLOT / 1000)
                .toArray();
    }

    private static double[] medians(List<StartCurve> all) {
        return IntStream.range(0, slots(all))
                .map(slot -> slot * StartCurve.SLOT)
                .mapToDouble(from ->
                        StartCurve.median(all, curve -> curve.perSecond(from, from + StartCurve.SLOT)) / 1000)
                .toArray();
    }
}
