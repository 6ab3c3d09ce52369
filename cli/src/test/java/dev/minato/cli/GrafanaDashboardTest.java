package dev.minato.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.server.ServerMetrics;
import dev.minato.services.exposition.MetricFamily;
import dev.minato.services.metrics.ServerFamilies;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The dashboard for Grafana asks for metrics that `serve --metrics` has, and for each that it has.
class GrafanaDashboardTest {
    private static final Pattern NAME = Pattern.compile("\\b(?:minato|jvm|process)_\\w+");

    private static List<MetricFamily> families() {
        return Stream.concat(new ServerFamilies(new ServerMetrics()).get().stream(), ProcessFamilies.all().stream())
                .toList();
    }

    private static Set<String> asked() {
        return GrafanaDashboard.expressions().stream()
                .flatMap(expression -> NAME.matcher(expression).results().map(MatchResult::group))
                .collect(Collectors.toSet());
    }

    @Test
    void eachMetricInItIsThere() {
        Set<String> there = families().stream()
                .flatMap(family -> family.exposedNames().stream())
                .collect(Collectors.toSet());

        assertThat(asked()).isNotEmpty().isSubsetOf(there);
    }

    @Test
    void eachMetricOfServersIsInIt() {
        Set<String> asked = asked();

        assertThat(families())
                .filteredOn(family ->
                        family.name().startsWith("minato_") && !family.name().equals("minato_info"))
                .allMatch(family -> family.exposedNames().stream().anyMatch(asked::contains));
    }
}
