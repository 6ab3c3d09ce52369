package dev.minato.services.dashboard;

import dev.minato.server.Connection;
import dev.minato.server.ConnectionActivity.Kind;
import dev.minato.server.ConnectionStats;
import dev.minato.services.json.Json;
import java.util.Optional;
import java.util.OptionalLong;

/// All that is known of one connection, as JSON, whether it is open, has ended, or was refused.
final class Story {
    private final Watched watched;
    private final ConnectionHistory history;

    Story(Watched watched, ConnectionHistory history) {
        this.watched = watched;
        this.history = history;
    }

    /// Returns the story of the connection of that number; empty if it ended too long ago.
    Optional<String> ofConnection(long id) {
        Optional<String> open = watched.openConnections().stream()
                .filter(each -> each.id() == id)
                .findFirst()
                .map(each -> write(new Json(), each).toString());
        // Asked after the open ones: who ends in between is in one of them at least, or in a moment.
        return open.or(() -> history.findEnded(id)
                .map(each -> write(new Json(), each, history.now()).toString()));
    }

    /// Returns the story of a refused connection by its number; empty if it was refused too long ago.
    Optional<String> ofRefusal(long number) {
        return history.findRefused(number)
                .map(each -> write(new Json(), each, history.now()).toString());
    }

    static Json write(Json json, Connection connection) {
        ConnectionStats stats = connection.stats();
        boolean isBlocked = stats.activity().kind() == Kind.BLOCKED_IN_WRITE;
        begin(json, "open", connection.id(), connection.service(), Text.cut(connection.peerName(), Text.MAX_NAME));
        json.field("tls", EndedConnection.tls(connection))
                .field("ageNanos", stats.age().toNanos())
                .field("bytesIn", stats.bytesIn())
                .field("bytesOut", stats.bytesOut())
                .field("requests", stats.requests())
                .field("slowestNanos", stats.slowestRequest().toNanos())
                .field("activity", stats.activity().kind().toString())
                .field("activityNanos", stats.activity().since().toNanos())
                .field("unsentBytes", isBlocked ? OpenConnections.unsentBytes(connection) : OptionalLong.empty());
        return json.endObject();
    }

    static Json write(Json json, EndedConnection ended, long now) {
        return fields(json, ended, now).endObject();
    }

    /// Begins an object, and leaves it open for more.
    static Json fields(Json json, EndedConnection ended, long now) {
        begin(json, "ended", ended.id(), ended.service(), ended.peer());
        json.field("tls", ended.tls())
                .field("agoNanos", now - ended.at())
                .field("ageNanos", ended.nanos())
                .field("bytesIn", ended.bytesIn())
                .field("bytesOut", ended.bytesOut())
                .field("requests", ended.requests())
                .field("slowestNanos", ended.slowestNanos())
                .field("failure", ended.failure())
                .field("reason", ended.reason().toString())
                .field("why", Reasons.of(ended.reason()))
                .field("orderly", Reasons.isOrderly(ended.reason()));
        return json;
    }

    static Json write(Json json, RefusedConnection refused, long now) {
        return fields(json, refused, now).endObject();
    }

    /// Begins an object, and leaves it open for more.
    static Json fields(Json json, RefusedConnection refused, long now) {
        begin(json, "refused", refused.number(), refused.service(), refused.peer());
        json.field("agoNanos", now - refused.at())
                .field("reason", refused.reason().toString())
                .field("why", Reasons.of(refused.reason()));
        return json;
    }

    private static void begin(Json json, String state, long number, String service, String peer) {
        json.beginObject()
                .field("state", state)
                .field("id", number)
                .field("service", service)
                .field("peer", peer);
    }
}
