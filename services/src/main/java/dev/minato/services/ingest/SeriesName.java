package dev.minato.services.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.minato.services.exposition.Label;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The name and labels that Prometheus gets for what a line names.
///
/// Tags come behind the line (`|#k:v,…`, DogStatsD), or behind the name: `name;k=v;…` (Graphite),
/// `name,k=v,…` (InfluxDB), `name#k=v,…` (Sysdig). What a name may not have becomes an underscore, and
/// times are in seconds. Two names that become one are one series.
///
/// @param kind what the line does
/// @param name a valid name
/// @param labels in the order of their names, each once
/// @param original the name in the line, without tags
record SeriesName(MetricKind kind, String name, List<Label> labels, String original) {
    /// The most bytes of a name with its tags.
    static final int MAX_BYTES = 1024;

    /// The most tags.
    static final int MAX_TAGS = 32;

    private static final String BARE = "true";

    /// A tag as it stands in the line.
    private record Tag(String key, String value) {}

    /// Returns whether the names of the line are short enough to be looked at.
    static boolean isShort(MetricLine line) {
        return line.nameTo() - line.nameFrom() + line.tagsTo() - line.tagsFrom() <= MAX_BYTES;
    }

    /// Returns what the line names; empty if there are too many tags.
    static Optional<SeriesName> of(MetricLine line) {
        String whole = text(line, line.nameFrom(), line.nameTo());
        List<Tag> tags = new ArrayList<>();
        String name = withoutTags(whole, tags);
        for (String tag : text(line, line.tagsFrom(), line.tagsTo()).split(",", -1)) {
            if (!tag.isEmpty()) {
                tags.add(tag(tag, ':'));
            }
        }
        if (tags.size() > MAX_TAGS) {
            return Optional.empty();
        }
        return Optional.of(new SeriesName(line.kind(), metricName(line.kind(), name), labels(tags), name));
    }

    private static String text(MetricLine line, int from, int to) {
        var bytes = new byte[to - from];
        line.input().get(from, bytes);
        return new String(bytes, UTF_8);
    }

    /// Takes the tags off behind the name, if all that is there is tags.
    private static String withoutTags(String whole, List<Tag> tags) {
        int end = endOfName(whole);
        if (end <= 0 || end == whole.length()) {
            return whole;
        }
        String separator = whole.charAt(end) == ';' ? ";" : ",";
        String[] parts = whole.substring(end + 1).split(separator, -1);
        for (String part : parts) {
            if (part.indexOf('=') <= 0) {
                return whole;
            }
        }
        for (String part : parts) {
            tags.add(tag(part, '='));
        }
        return whole.substring(0, end);
    }

    private static int endOfName(String whole) {
        int end = 0;
        while (end < whole.length() && ";,#".indexOf(whole.charAt(end)) < 0) {
            end++;
        }
        return end;
    }

    private static Tag tag(String text, char separator) {
        int end = text.indexOf(separator);
        return end < 0 ? new Tag(text, BARE) : new Tag(text.substring(0, end), text.substring(end + 1));
    }

    private static String metricName(MetricKind kind, String name) {
        String valid = sanitized(name);
        boolean isTime = kind == MetricKind.MILLISECONDS && !valid.endsWith("_seconds");
        return isTime ? valid + "_seconds" : valid;
    }

    /// Two tags of one name become one with both values, whatever order they come in. A label without a
    /// value is none for Prometheus, and would make two series one there.
    private static List<Label> labels(List<Tag> tags) {
        Map<String, List<String>> values = new TreeMap<>();
        for (Tag tag : tags) {
            values.computeIfAbsent(labelName(tag.key()), _ -> new ArrayList<>()).add(tag.value());
        }
        List<Label> labels = new ArrayList<>(values.size());
        values.forEach((name, all) -> {
            Collections.sort(all);
            String value = String.join(",", all);
            if (!value.isEmpty()) {
                labels.add(new Label(name, value));
            }
        });
        return List.copyOf(labels);
    }

    private static String labelName(String key) {
        String valid = sanitized(key);
        boolean isReserved = valid.startsWith("__") || valid.equals("le") || valid.equals("quantile");
        return isReserved ? "tag_" + valid : valid;
    }

    private static String sanitized(String text) {
        var valid = new StringBuilder(text.length() + 1);
        if (text.isEmpty() || text.charAt(0) >= '0' && text.charAt(0) <= '9') {
            valid.append('_');
        }
        for (int i = 0; i < text.length(); i++) {
            valid.append(isValid(text.charAt(i)) ? text.charAt(i) : '_');
        }
        return valid.toString();
    }

    private static boolean isValid(char next) {
        return next >= 'a' && next <= 'z' || next >= 'A' && next <= 'Z' || next >= '0' && next <= '9' || next == '_';
    }
}
