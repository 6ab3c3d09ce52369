package dev.minato.services.ingest;

import dev.minato.services.exposition.MetricFamily;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The families by name, no two of which share a line: a counter and a gauge of one name cannot both be
/// shown, nor a histogram `a` beside a counter `a_count`. Who comes first has the name, until its last
/// series expires.
final class Families {
    /// What the service says of itself.
    static final String OWN = "minato_metrics_in_";

    private final Map<String, Family> byName = new TreeMap<>();

    /// Who has a line's name.
    private final Map<String, Family> exposed = new HashMap<>();

    /// Returns the family of that name and kind, a new one if there is none; empty if another has its name.
    Optional<Family> family(SeriesName name) {
        Family family = byName.get(name.name());
        if (family != null) {
            return family.kind().isSameMetric(name.kind()) ? Optional.of(family) : Optional.empty();
        }
        List<String> lines = exposedNames(name.name(), name.kind());
        if (name.name().startsWith(OWN) || lines.stream().anyMatch(exposed::containsKey)) {
            return Optional.empty();
        }
        var added = new Family(name);
        byName.put(name.name(), added);
        lines.forEach(line -> exposed.put(line, added));
        return Optional.of(added);
    }

    private static List<String> exposedNames(String name, MetricKind kind) {
        return MetricFamily.exposedNames(name, kind.type());
    }

    /// Removes a series, and its family with the last one.
    void remove(Series series) {
        Family family = series.family();
        family.series().remove(series.labels());
        if (family.series().isEmpty()) {
            byName.remove(family.name());
            exposedNames(family.name(), family.kind()).forEach(exposed::remove);
        }
    }

    /// Returns all, in the order of their names.
    Collection<Family> all() {
        return byName.values();
    }
}
