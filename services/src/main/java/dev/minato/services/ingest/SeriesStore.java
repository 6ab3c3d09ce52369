package dev.minato.services.ingest;

import dev.minato.services.exposition.MetricFamily;
import dev.minato.services.exposition.Sample;
import dev.minato.services.ingest.Series.Gathered;
import dev.minato.services.ingest.SeriesTable.Entry;
import dev.minato.services.ingest.UniqueValues.Budget;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// All series, within the limit of how many there may be; one that nobody sends any more expires.
///
/// A line of a known series takes one look-up. Safe for use by any thread: its monitor is held for a line,
/// for one series that is read, or for a pass over all of them, and never across a wait.
final class SeriesStore {
    /// How many unique values all sets keep together.
    static final int MAX_UNIQUE_VALUES = 1 << 17;

    /// A series that begins looks for expired ones, which may have its place or its name, at most this
    /// often.
    private static final long EXPIRY_PAUSE = 1_000;

    private final int maxSeries;
    private final long expiry;
    private final Families families = new Families();
    private final SeriesTable table = new SeriesTable(System.identityHashCode(families));
    private final Budget uniqueValues = new Budget(MAX_UNIQUE_VALUES);
    private final DecimalText number = new DecimalText();

    private long expired;
    private long lastExpiry = Long.MIN_VALUE / 2;

    /// @param maxSeries at least 1
    /// @param expiry after how many milliseconds without a line a series is forgotten
    SeriesStore(int maxSeries, long expiry) {
        this.maxSeries = maxSeries;
        this.expiry = expiry;
    }

    /// Applies a line that was parsed, at a time in milliseconds. If one of several values is refused,
    /// those before it are taken.
    synchronized LineResult apply(MetricLine line, long now) {
        LineResult checked = line.kind() == MetricKind.SET ? LineResult.ACCEPTED : checkValues(line);
        if (checked != LineResult.ACCEPTED) {
            return checked;
        }
        Entry entry = table.find(line);
        if (entry != null) {
            entry.used(now);
            return gather(entry.series().gathered(), line, now);
        }
        return begin(line, now);
    }

    /// A line whose values are none does not begin a series.
    private LineResult checkValues(MetricLine line) {
        for (int from = line.valuesFrom(); from <= line.valuesTo(); ) {
            int to = line.valueEnd(from);
            if (!number.parse(line.input(), from, to)) {
                return LineResult.MALFORMED;
            }
            if (!Double.isFinite(number.value())) {
                return LineResult.NOT_FINITE;
            }
            from = to + 1;
        }
        return LineResult.ACCEPTED;
    }

    private LineResult begin(MetricLine line, long now) {
        if (!SeriesName.isShort(line)) {
            return LineResult.SERIES_TOO_LONG;
        }
        if (now - lastExpiry >= EXPIRY_PAUSE) {
            expire(now);
        }
        if (table.size() >= maxSeries) {
            return LineResult.SERIES_LIMIT;
        }
        Optional<SeriesName> name = SeriesName.of(line);
        if (name.isEmpty()) {
            return LineResult.SERIES_TOO_LONG;
        }
        Optional<Family> family = families.family(name.get());
        if (family.isEmpty()) {
            return LineResult.TYPE_CONFLICT;
        }
        Entry entry = table.add(line, series(family.get(), name.get()));
        entry.series().entryAdded();
        entry.used(now);
        return gather(entry.series().gathered(), line, now);
    }

    private Series series(Family family, SeriesName name) {
        return family.series()
                .computeIfAbsent(name.labels(), labels -> new Series(family, labels, gathered(name.kind())));
    }

    private Gathered gathered(MetricKind kind) {
        return switch (kind) {
            case COUNTER -> new Sum();
            case GAUGE, GRAPHITE -> new LastValue();
            case MILLISECONDS, DISTRIBUTION -> new ValueHistogram();
            case SET -> new UniqueValues(uniqueValues);
        };
    }

    private LineResult gather(Gathered gathered, MetricLine line, long now) {
        LineResult result = LineResult.ACCEPTED;
        for (int from = line.valuesFrom(); from <= line.valuesTo() && result == LineResult.ACCEPTED; ) {
            int to = line.valueEnd(from);
            result = gather(gathered, line, from, to, now);
            from = to + 1;
        }
        return result;
    }

    private LineResult gather(Gathered gathered, MetricLine line, int from, int to, long now) {
        if (gathered instanceof UniqueValues values) {
            return values.add(SeriesTable.hash(expiry, line.input(), from, to), now);
        }
        boolean _ = number.parse(line.input(), from, to);
        return switch (gathered) {
            case Sum sum -> sum.add(number.value(), line.rate());
            case LastValue last -> last.set(number.value(), line.isDelta(from));
            case ValueHistogram histogram -> histogram.observe(number.value() / line.unitsPerBase(), line.rate());
            case UniqueValues _ -> throw new AssertionError("handled above");
        };
    }

    /// Forgets the series that had no line for as long as the limit says.
    synchronized void expire(long now) {
        lastExpiry = now;
        table.retain(entry -> now - entry.usedAt() < expiry || !forget(entry.series()));
    }

    /// Returns true: the entry goes, and with the last one the series.
    private boolean forget(Series series) {
        if (series.entryRemoved()) {
            families.remove(series);
            series.gathered().release();
            expired++;
        }
        return true;
    }

    /// Returns how many entries there are, of which a series whose tags come in several orders has several.
    synchronized int size() {
        return table.size();
    }

    /// Returns how many series have expired.
    synchronized long expired() {
        return expired;
    }

    /// Returns the families with their series; each value is read when it is asked for.
    synchronized List<MetricFamily> families(long now) {
        List<MetricFamily> all = new ArrayList<>();
        for (Family family : families.all()) {
            List<Series> series = List.copyOf(family.series().values());
            Iterable<Sample> samples =
                    () -> series.stream().map(each -> sample(each, now)).iterator();
            all.add(new MetricFamily(family.name(), family.help(), family.type(), samples));
        }
        return all;
    }

    private synchronized Sample sample(Series series, long now) {
        return series.sample(now);
    }
}
