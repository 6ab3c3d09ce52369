package dev.minato.services.dns;

import dev.minato.services.exposition.Label;
import dev.minato.services.exposition.MetricFamily;
import dev.minato.services.exposition.MetricType;
import dev.minato.services.exposition.Sample;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/// What a forwarder has counted. For all threads.
final class QueryCounts {
    private final List<LongAdder> results =
            Stream.of(QueryResult.values()).map(_ -> new LongAdder()).toList();
    private final LongAdder cut = new LongAdder();

    @SuppressWarnings("EnumOrdinal") // an index, which nobody keeps
    private LongAdder of(QueryResult result) {
        return results.get(result.ordinal());
    }

    void add(QueryResult result) {
        of(result).increment();
    }

    /// Counts an answer that was cut.
    void addCut() {
        cut.increment();
    }

    long count(QueryResult result) {
        return of(result).sum();
    }

    /// Returns it as families, with what the resolver has counted.
    List<MetricFamily> families(ResolverCounts resolver) {
        return List.of(
                new MetricFamily(
                        "minato_dns_queries_total",
                        "Messages that came to the service dns, by what became of them.",
                        MetricType.COUNTER,
                        Stream.of(QueryResult.values()).map(this::sample).toList()),
                MetricFamily.counter("minato_dns_truncated_total", "Answers over UDP that had to be cut.", cut.sum()),
                MetricFamily.counter(
                        "minato_dns_upstream_questions_total", "Questions to the upstream servers.", resolver.races()),
                MetricFamily.counter(
                        "minato_dns_upstream_shared_total",
                        "Queries that waited for the answer to another one's question.",
                        resolver.shared()),
                MetricFamily.counter(
                        "minato_dns_upstream_strays_total",
                        "Datagrams to the questions' ports that answered none of them: late, mistaken or forged.",
                        resolver.strays()),
                MetricFamily.counter(
                        "minato_dns_upstream_tcp_total",
                        "Questions that went over TCP as the answer over UDP was cut.",
                        resolver.overTcp()),
                MetricFamily.gauge("minato_dns_cache_entries", "Answers in the cache.", resolver.cachedEntries()),
                MetricFamily.gauge("minato_dns_cache_bytes", "Bytes that they take.", (double) resolver.cachedBytes()));
    }

    private Sample sample(QueryResult result) {
        var label = new Label("result", result.name().toLowerCase(Locale.ROOT));
        return new Sample.Count(List.of(label), count(result));
    }
}
