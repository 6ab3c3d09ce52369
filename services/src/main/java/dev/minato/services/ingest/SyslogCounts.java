package dev.minato.services.ingest;

import dev.minato.services.exposition.Label;
import dev.minato.services.exposition.MetricFamily;
import dev.minato.services.exposition.MetricType;
import dev.minato.services.exposition.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;

/// The counts of syslog messages, by facility, severity and RFC. Safe for use by any thread.
final class SyslogCounts {
    private static final List<String> FACILITIES = List.of(
            "kern",
            "user",
            "mail",
            "daemon",
            "auth",
            "syslog",
            "lpr",
            "news",
            "uucp",
            "cron",
            "authpriv",
            "ftp",
            "ntp",
            "audit",
            "alert",
            "clock",
            "local0",
            "local1",
            "local2",
            "local3",
            "local4",
            "local5",
            "local6",
            "local7");
    private static final List<String> SEVERITIES =
            List.of("emerg", "alert", "crit", "err", "warning", "notice", "info", "debug");

    /// First those of RFC 3164, then those of RFC 5424, by priority.
    private final AtomicLongArray counts = new AtomicLongArray(2 * priorities());

    private static int priorities() {
        return FACILITIES.size() * SEVERITIES.size();
    }

    /// Counts a message that was parsed.
    void count(SyslogPriority message) {
        counts.getAndIncrement(message.priority() + (message.isRfc5424() ? priorities() : 0));
    }

    /// Returns what was counted; a priority that never came is left out.
    MetricFamily family() {
        List<Sample> samples = new ArrayList<>();
        for (int index = 0; index < counts.length(); index++) {
            long count = counts.get(index);
            if (count > 0) {
                samples.add(new Sample.Count(labels(index), count));
            }
        }
        return new MetricFamily(
                "minato_metrics_in_syslog_messages_total", "Syslog messages received.", MetricType.COUNTER, samples);
    }

    private static List<Label> labels(int index) {
        int priority = index % priorities();
        return List.of(
                new Label("facility", FACILITIES.get(priority / SEVERITIES.size())),
                new Label("severity", SEVERITIES.get(priority % SEVERITIES.size())),
                new Label("format", index < priorities() ? "rfc3164" : "rfc5424"));
    }
}
