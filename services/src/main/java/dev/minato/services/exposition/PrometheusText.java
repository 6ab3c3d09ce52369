package dev.minato.services.exposition;

import dev.minato.services.exposition.Sample.Count;
import dev.minato.services.exposition.Sample.Distribution;
import dev.minato.services.exposition.Sample.Value;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// A writer of Prometheus's text format, version 0.0.4.
///
/// ```
/// # HELP minato_connections Open connections.
/// # TYPE minato_connections gauge
/// minato_connections{service="echo"} 7
/// ```
///
/// The format has one family a name. Of several, Prometheus takes the first sample and drops the others without a word,
/// and other readers refuse the whole text. So the first is written, and a comment stands in place of the others. Holds
/// one sample at a time, and the names of all families. For one thread.
public final class PrometheusText {
    /// The media type of the text, for an HTTP `Content-Type`.
    public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private static final double PLAIN_FROM = 1e-7;
    private static final double PLAIN_TO = 1e15;

    private final Appendable output;
    private final Set<String> taken = new HashSet<>();

    private PrometheusText(Appendable output) {
        this.output = output;
    }

    /// Writes the families in their order, and fails as `output` does.
    ///
    /// @throws IllegalArgumentException if a family has samples of another type than its own
    public static void write(Iterable<MetricFamily> families, Appendable output) throws IOException {
        Objects.requireNonNull(families, "families");
        Objects.requireNonNull(output, "output");
        var text = new PrometheusText(output);
        for (MetricFamily family : families) {
            text.family(family);
        }
    }

    /// Returns the families as text; as [#write].
    public static String of(Iterable<MetricFamily> families) {
        var text = new StringBuilder();
        try {
            write(families, text);
        } catch (IOException e) {
            throw new AssertionError("a StringBuilder does not fail", e);
        }
        return text.toString();
    }

    private void family(MetricFamily family) throws IOException {
        List<String> names = family.exposedNames();
        if (names.stream().anyMatch(taken::contains)) {
            output.append("# not exposed, as another metric has its name: ")
                    .append(family.name())
                    .append('\n');
            return;
        }
        taken.addAll(names);
        output.append("# HELP ").append(family.name()).append(' ');
        escape(family.help(), false);
        output.append("\n# TYPE ")
                .append(family.name())
                .append(' ')
                .append(family.type().toString())
                .append('\n');
        for (Sample sample : family.samples()) {
            check(family, sample);
            write(family.name(), sample);
        }
    }

    private static void check(MetricFamily family, Sample sample) {
        if (sample instanceof Distribution != (family.type() == MetricType.HISTOGRAM)) {
            throw new IllegalArgumentException("samples of " + family.name() + " must be those of a " + family.type());
        }
    }

    private void write(String name, Sample sample) throws IOException {
        switch (sample) {
            case Count count -> line(name, "", count.labels(), Optional.empty(), Long.toString(count.value()));
            case Value value -> line(name, "", value.labels(), Optional.empty(), number(value.value()));
            case Distribution distribution -> distribution(name, distribution);
        }
    }

    private void distribution(String name, Distribution sample) throws IOException {
        List<Label> labels = sample.labels();
        for (Bucket bucket : sample.buckets()) {
            String count = Long.toString(bucket.cumulativeCount());
            line(name, "_bucket", labels, Optional.of(number(bucket.upperBound())), count);
        }
        String count = Long.toString(sample.count());
        line(name, "_bucket", labels, Optional.of("+Inf"), count);
        line(name, "_sum", labels, Optional.empty(), number(sample.sum()));
        line(name, "_count", labels, Optional.empty(), count);
    }

    private void line(String name, String ending, List<Label> labels, Optional<String> bound, String value)
            throws IOException {
        output.append(name).append(ending);
        char before = '{';
        for (Label label : labels) {
            label(before, label.name(), label.value());
            before = ',';
        }
        if (bound.isPresent()) {
            label(before, "le", bound.get());
            before = ',';
        }
        output.append(before == ',' ? "} " : " ").append(value).append('\n');
    }

    private void label(char before, String name, String value) throws IOException {
        output.append(before).append(name).append("=\"");
        escape(value, true);
        output.append('"');
    }

    /// A backslash and a line feed are escaped everywhere, a quote within quotes.
    private void escape(String text, boolean quoted) throws IOException {
        for (int i = 0; i < text.length(); i++) {
            char next = text.charAt(i);
            if (next == '\n') {
                output.append("\\n");
            } else {
                output.append(next == '\\' || next == '"' && quoted ? "\\" : "").append(next);
            }
        }
    }

    /// Go's `strconv.ParseFloat` reads it.
    private static String number(double value) {
        if (Double.isInfinite(value)) {
            return value > 0 ? "+Inf" : "-Inf";
        }
        double size = Math.abs(value);
        if (size >= PLAIN_FROM && size < PLAIN_TO || value == 0) {
            return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
        }
        return Double.toString(value);
    }
}
