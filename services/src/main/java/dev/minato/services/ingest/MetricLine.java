package dev.minato.services.ingest;

import java.nio.ByteBuffer;

/// A parser of lines of StatsD, with the tags of DogStatsD, and of Graphite, and a view of the line parsed
/// last.
///
/// ```
///   name:value[:value…]|type[|@rate][|#tag:value,…]        StatsD
///   name[;tag=value…] value timestamp                      Graphite
/// ```
///
/// A line with a `|` is StatsD. What else DogStatsD has added, container (`|c:`), time (`|T`), external
/// data (`|e:`) and cardinality (`|card:`), is passed over, and so is Graphite's timestamp. Names and tags
/// are not looked at, values are not parsed.
final class MetricLine {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
    private static final double MIN_RATE = 1e-6;

    private final DecimalText number = new DecimalText();

    private ByteBuffer input = NOTHING;
    private MetricKind kind = MetricKind.COUNTER;
    private int nameFrom;
    private int nameTo;
    private int valuesFrom;
    private int valuesTo;
    private int tagsFrom;
    private int tagsTo;
    private double rate;

    /// Parses the bytes from `from` to before `to`; returns whether it is a line of metrics.
    LineResult parse(ByteBuffer line, int from, int to) {
        input = line;
        rate = 1;
        tagsFrom = to;
        tagsTo = to;
        nameFrom = from;
        int bar = indexOf('|', from, to);
        boolean isParsed = bar < to ? statsd(bar, to) : graphite(to);
        if (isParsed) {
            return LineResult.ACCEPTED;
        }
        return isEvent(from, to) ? LineResult.UNSUPPORTED : LineResult.MALFORMED;
    }

    /// `_e{…}:` is an event, `_sc|` a service check.
    private boolean isEvent(int from, int to) {
        return to - from > 3
                && input.get(from) == '_'
                && (input.get(from + 1) == 'e' && input.get(from + 2) == '{'
                        || input.get(from + 1) == 's' && input.get(from + 2) == 'c' && input.get(from + 3) == '|');
    }

    private boolean statsd(int bar, int to) {
        nameTo = indexOf(':', nameFrom, bar);
        valuesFrom = nameTo + 1;
        valuesTo = bar;
        if (nameTo == nameFrom || valuesFrom >= valuesTo) {
            return false;
        }
        int end = indexOf('|', bar + 1, to);
        if (!type(bar + 1, end)) {
            return false;
        }
        boolean isValid = true;
        while (isValid && end < to) {
            int from = end + 1;
            end = indexOf('|', from, to);
            isValid = section(from, end);
        }
        return isValid;
    }

    private boolean type(int from, int to) {
        byte first = from < to ? input.get(from) : 0;
        if (to - from == 2 && first == 'm' && input.get(from + 1) == 's') {
            kind = MetricKind.MILLISECONDS;
            return true;
        }
        switch (first) {
            case 'c' -> kind = MetricKind.COUNTER;
            case 'g' -> kind = MetricKind.GAUGE;
            case 'h', 'd' -> kind = MetricKind.DISTRIBUTION;
            case 's' -> kind = MetricKind.SET;
            default -> {
                return false;
            }
        }
        return to - from == 1;
    }

    private boolean section(int from, int to) {
        byte first = from < to ? input.get(from) : 0;
        return switch (first) {
            case '@' -> number.parse(input, from + 1, to) && rate(number.value());
            case '#' -> tags(from + 1, to);
            case 'c' -> to - from > 1 && (input.get(from + 1) == ':' || input.get(from + 1) == 'a');
            case 'e' -> to - from > 1 && input.get(from + 1) == ':';
            case 'T' -> true;
            default -> false;
        };
    }

    private boolean rate(double given) {
        rate = given;
        return given >= MIN_RATE && given <= 1;
    }

    private boolean tags(int from, int to) {
        tagsFrom = from;
        tagsTo = to;
        return true;
    }

    private boolean graphite(int to) {
        kind = MetricKind.GRAPHITE;
        nameTo = wordEnd(nameFrom, to);
        valuesFrom = wordStart(nameTo, to);
        valuesTo = wordEnd(valuesFrom, to);
        int timeFrom = wordStart(valuesTo, to);
        int timeTo = wordEnd(timeFrom, to);
        return nameTo > nameFrom
                && valuesTo > valuesFrom
                && number.parse(input, timeFrom, timeTo)
                && Double.isFinite(number.value())
                && wordStart(timeTo, to) == to;
    }

    private int wordEnd(int from, int to) {
        int at = from;
        while (at < to && input.get(at) != ' ' && input.get(at) != '\t') {
            at++;
        }
        return at;
    }

    private int wordStart(int from, int to) {
        int at = from;
        while (at < to && (input.get(at) == ' ' || input.get(at) == '\t')) {
            at++;
        }
        return at;
    }

    /// Returns `to` if there is none.
    private int indexOf(char wanted, int from, int to) {
        for (int at = from; at < to; at++) {
            if (input.get(at) == wanted) {
                return at;
            }
        }
        return to;
    }

    ByteBuffer input() {
        return input;
    }

    MetricKind kind() {
        return kind;
    }

    /// The name; of a Graphite line with its tags.
    int nameFrom() {
        return nameFrom;
    }

    int nameTo() {
        return nameTo;
    }

    /// The values, with colons between them if there are several.
    int valuesFrom() {
        return valuesFrom;
    }

    int valuesTo() {
        return valuesTo;
    }

    /// Returns the index behind the value that begins at `from`.
    int valueEnd(int from) {
        return kind == MetricKind.GRAPHITE ? valuesTo : indexOf(':', from, valuesTo);
    }

    /// Whether the value that begins at `from` is to be added to that of a gauge: it has a sign, which is
    /// StatsD's way. DogStatsD has no such thing, and who sends it (Micrometer) means a negative value.
    boolean isDelta(int from) {
        return kind == MetricKind.GAUGE && tagsFrom == tagsTo && (input.get(from) == '-' || input.get(from) == '+');
    }

    /// How many units of the value make one of what is observed: milliseconds become seconds.
    double unitsPerBase() {
        return kind == MetricKind.MILLISECONDS ? 1_000 : 1;
    }

    /// The tags of DogStatsD; nothing if there are none.
    int tagsFrom() {
        return tagsFrom;
    }

    int tagsTo() {
        return tagsTo;
    }

    /// What part of all there was the line tells of; 1 unless it says otherwise.
    double rate() {
        return rate;
    }

    /// Lets go of the buffer.
    void clear() {
        input = NOTHING;
    }
}
