package dev.minato.services.dashboard;

import dev.minato.platform.Platform;
import dev.minato.server.DropReason;
import dev.minato.server.ServiceCounts;
import dev.minato.server.UdpCounts;
import dev.minato.services.json.Json;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/// All that the page shows at one moment, as JSON. Each frame is whole: any may be dropped, and the next one
/// says it all.
final class Frame {
    /// How many clients of each reason are in a frame; the rest is found by their numbers.
    private static final int OF_REASON = 6;

    private static final int MAX_SLOWEST = 12;

    private static final int ALL = Integer.MAX_VALUE;

    private final Watched watched;
    private final ConnectionHistory history;
    private final Json json = new Json();

    private Frame(Watched watched, ConnectionHistory history) {
        this.watched = watched;
        this.history = history;
    }

    /// @param time in milliseconds since 1970
    static String of(Watched watched, ConnectionHistory history, Trends trends, long time) {
        return new Frame(watched, history).write(trends, time);
    }

    private String write(Trends trends, long time) {
        json.beginObject();
        json.field("time", time);
        json.field("maxConnections", watched.maxConnections());
        json.field("stalls", Platform.current().stalls());
        json.field("latencySeconds", ServiceTrend.LATENCY_SECONDS);
        json.field("writeTimeoutNanos", writeTimeoutNanos());
        json.beginObject("total");
        trends.total().write(json);
        json.endObject();
        trends.writeSeries(json);
        trends.writeServices(json);
        writePlaces();
        writeDatagrams(watched.datagramCounts());
        writeReasons(trends.total().counts());
        new OpenConnections(watched.openConnections()).write(json);
        writeSlowest();
        writeEnded();
        writeRefused();
        writeDelay();
        return json.endObject().toString();
    }

    private OptionalLong writeTimeoutNanos() {
        return watched.writeTimeout()
                .map(timeout -> OptionalLong.of(timeout.toNanos()))
                .orElseGet(OptionalLong::empty);
    }

    private void writePlaces() {
        json.beginArray("places");
        for (Watched.Place each : watched.places()) {
            json.beginObject()
                    .field("service", each.service())
                    .field("protocol", each.protocol())
                    .field("address", each.address())
                    .endObject();
        }
        json.endArray();
    }

    private void writeDatagrams(Map<String, UdpCounts> services) {
        json.beginArray("datagrams");
        new TreeMap<>(services).forEach((service, counts) -> {
            json.beginObject()
                    .field("service", service)
                    .field("received", counts.received())
                    .field("replied", counts.replied())
                    .field("lost", counts.lost());
            writeDropped(counts);
            json.endObject();
        });
        json.endArray();
    }

    private void writeDropped(UdpCounts counts) {
        json.beginArray("dropped");
        for (DropReason reason : DropReason.values()) {
            if (counts.dropped(reason) > 0) {
                json.beginObject()
                        .field("reason", reason.toString())
                        .field("count", counts.dropped(reason))
                        .endObject();
            }
        }
        json.endArray();
    }

    private void writeReasons(ServiceCounts total) {
        List<EndedConnection> ended = history.ended(ALL);
        json.beginArray("closeReasons");
        total.closed().forEach((reason, count) -> {
            if (count > 0) {
                writeReason(reason, Reasons.of(reason), count, ended);
            }
        });
        json.endArray();
        List<RefusedConnection> refused = history.refused(ALL);
        json.beginArray("refusalReasons");
        total.refused().forEach((reason, count) -> {
            if (count > 0) {
                writeReason(reason, Reasons.of(reason), count, refused);
            }
        });
        json.endArray();
    }

    /// @param past those that are remembered, of this reason and of others
    private void writeReason(Enum<?> reason, String why, long count, List<? extends PastConnection> past) {
        List<String> hosts = past.stream()
                .filter(each -> each.reason() == reason)
                .map(PastConnection::host)
                .toList();
        json.beginObject()
                .field("reason", reason.toString())
                .field("why", why)
                .field("count", count)
                .field("remembered", hosts.size())
                .field("addresses", hosts.stream().distinct().count())
                .endObject();
    }

    private void writeSlowest() {
        long now = history.now();
        json.beginArray("slowest");
        for (SlowRequest each : history.slowest(MAX_SLOWEST)) {
            json.beginObject()
                    .field("id", each.connection())
                    .field("service", each.service())
                    .field("peer", each.peer())
                    .field("nanos", each.nanos())
                    .field("agoNanos", now - each.at())
                    .endObject();
        }
        json.endArray();
    }

    private void writeEnded() {
        long now = history.now();
        json.beginArray("ended");
        PastConnection.grouped(history.ended(ALL), OF_REASON)
                .forEach(each -> Story.fields(json, each.newest(), now)
                        .field("times", each.times())
                        .endObject());
        json.endArray();
    }

    private void writeRefused() {
        long now = history.now();
        json.beginArray("refused");
        PastConnection.grouped(history.refused(ALL), OF_REASON)
                .forEach(each -> Story.fields(json, each.newest(), now)
                        .field("times", each.times())
                        .endObject());
        json.endArray();
    }

    private void writeDelay() {
        long now = history.now();
        history.lastDelay()
                .ifPresent(last -> json.beginObject("lastDelay")
                        .field("service", last.service())
                        .field("failure", last.failure())
                        .field("agoNanos", now - last.at())
                        .endObject());
    }
}
