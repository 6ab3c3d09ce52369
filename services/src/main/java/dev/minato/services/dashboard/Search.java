package dev.minato.services.dashboard;

import dev.minato.services.json.Json;
import java.util.Locale;

/// What is known of the connections of one client, which is asked for by a part of its address, or of one
/// service, by its name, as JSON.
final class Search {
    /// The most that are found of each kind.
    static final int MAX_FOUND = 32;

    private static final int ALL = Integer.MAX_VALUE;

    private final Watched watched;
    private final ConnectionHistory history;

    Search(Watched watched, ConnectionHistory history) {
        this.watched = watched;
        this.history = history;
    }

    /// Returns the connections whose peer's name has that text in it, or whose service has that name; none for no text.
    String of(String text) {
        var json = new Json();
        json.beginObject().beginArray("found");
        if (!text.isEmpty()) {
            add(json, text.toLowerCase(Locale.ROOT));
        }
        return json.endArray().endObject().toString();
    }

    private void add(Json json, String text) {
        long now = history.now();
        watched.openConnections().stream()
                .filter(each -> matches(each.peerName(), each.service(), text))
                .limit(MAX_FOUND)
                .forEach(each -> Story.write(json, each));
        history.refused(ALL).stream()
                .filter(each -> matches(each.peer(), each.service(), text))
                .limit(MAX_FOUND)
                .forEach(each -> Story.write(json, each, now));
        history.ended(ALL).stream()
                .filter(each -> matches(each.peer(), each.service(), text))
                .limit(MAX_FOUND)
                .forEach(each -> Story.write(json, each, now));
    }

    private static boolean matches(String peer, String service, String text) {
        return service.equalsIgnoreCase(text) || peer.toLowerCase(Locale.ROOT).contains(text);
    }
}
