package dev.minato.cli;

import dev.minato.cli.game.Measurement;
import dev.minato.cli.game.Observation;
import dev.minato.cli.game.Quantiles;
import java.util.Locale;

/// What `game report` prints.
///
/// @param goal how many times smaller the error of the interpolated path is to be
record ReportTable(Observation seen, Measurement raw, Measurement shown, double goal) {
    @Override
    public String toString() {
        var table = new Table("DRAWN", "DELAY", "ERROR P50", "P99", "MAX", "NOW P50", "P99", "JUMP P99", "MAX");
        add(table, "raw", raw);
        add(table, "interpolated", shown);
        return table + ratio() + network() + traffic();
    }

    private static void add(Table table, String name, Measurement path) {
        Quantiles error = path.error();
        table.add(
                name,
                path.lagMillis() + " ms",
                text(error.p50()),
                text(error.p99()),
                text(error.max()),
                text(path.errorNow().p50()),
                text(path.errorNow().p99()),
                text(path.jump().p99()),
                text(path.jump().max()));
    }

    private static String text(double units) {
        return String.format(Locale.ROOT, "%.2f", units);
    }

    private String ratio() {
        double p50 = ratio(raw.error().p50(), shown.error().p50());
        double p99 = ratio(raw.error().p99(), shown.error().p99());
        return String.format(
                Locale.ROOT,
                "the interpolated path's error is %.1f times smaller at p50, %.1f times at p99 (goal: %.0f times)%n",
                p50,
                p99,
                goal);
    }

    private static double ratio(double raw, double shown) {
        return raw / Math.max(shown, 1e-9);
    }

    private String network() {
        return String.format(
                Locale.ROOT,
                "round trip %s, jitter %s, %s of the snapshots and %s of all datagrams lost%n",
                Amount.time(seen.client().roundTrip().toNanos()),
                Amount.time(seen.client().jitter().toNanos()),
                GameText.percent(seen.client().loss()),
                GameText.percent(seen.lost()));
    }

    private String traffic() {
        return String.format(
                Locale.ROOT,
                "a player receives %s/s and sends %s/s; %s, %d late%n",
                Amount.bytes(Math.round(seen.bytesToPlayer())),
                Amount.bytes(Math.round(seen.bytesFromPlayer())),
                GameText.count(seen.after().ticks() - seen.before().ticks(), "tick"),
                seen.after().lateTicks() - seen.before().lateTicks());
    }
}
