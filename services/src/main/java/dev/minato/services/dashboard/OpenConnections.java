package dev.minato.services.dashboard;

import dev.minato.error.NetException;
import dev.minato.net.TcpStream;
import dev.minato.platform.Platform;
import dev.minato.platform.pace.Budget;
import dev.minato.server.Connection;
import dev.minato.server.ConnectionActivity;
import dev.minato.server.ConnectionActivity.Kind;
import dev.minato.services.json.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// What the open connections do at one moment: how many shake hands, and which are held up for long, by their
/// handlers or by their peers.
final class OpenConnections {
    /// Nanoseconds from which on a request is in its handler, or a write blocked, for long: 200 ms.
    static final long LONG = 200_000_000;

    /// The most that are listed of each kind.
    static final int MAX_LISTED = 16;

    private final List<Held> handling = new ArrayList<>();
    private final List<Held> blocked = new ArrayList<>();
    private int handshakes;

    /// A connection that is held up, and for how many nanoseconds it has been.
    private record Held(Connection connection, long nanos) {}

    OpenConnections(List<Connection> connections) {
        var budget = new Budget(Platform.current().parker());
        for (Connection each : connections) {
            add(each);
            budget.spend(0);
        }
    }

    private void add(Connection connection) {
        ConnectionActivity activity = connection.stats().activity();
        if (activity.kind() == Kind.HANDSHAKE) {
            handshakes++;
        }
        long nanos = activity.since().toNanos();
        if (nanos >= LONG) {
            list(activity.kind()).ifPresent(held -> held.add(new Held(connection, nanos)));
        }
    }

    private Optional<List<Held>> list(Kind kind) {
        return switch (kind) {
            case HANDLING -> Optional.of(handling);
            case BLOCKED_IN_WRITE -> Optional.of(blocked);
            case HANDSHAKE, OPEN -> Optional.empty();
        };
    }

    /// Returns how many bytes the kernel holds that the peer has not taken; empty where that is not known.
    static OptionalLong unsentBytes(Connection connection) {
        Optional<TcpStream> tcp = connection.tcp();
        if (tcp.isEmpty()) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(tcp.get().unsentBytes());
        } catch (NetException unsupportedOrClosed) {
            return OptionalLong.empty();
        }
    }

    /// Writes them as fields of an object.
    void write(Json json) {
        json.field("handshaking", handshakes);
        json.field("handlingCount", handling.size());
        json.beginArray("handling");
        longest(handling).forEach(each -> writeHeld(json, each).endObject());
        json.endArray();
        json.field("blockedCount", blocked.size());
        json.beginArray("blocked");
        longest(blocked)
                .forEach(each -> writeHeld(json, each)
                        .field("unsentBytes", unsentBytes(each.connection()))
                        .endObject());
        json.endArray();
    }

    private static List<Held> longest(List<Held> all) {
        return all.stream()
                .sorted(Comparator.comparingLong(Held::nanos).reversed())
                .limit(MAX_LISTED)
                .toList();
    }

    private static Json writeHeld(Json json, Held held) {
        return json.beginObject()
                .field("id", held.connection().id())
                .field("service", held.connection().service())
                .field("peer", Text.cut(held.connection().peerName(), Text.MAX_NAME))
                .field("nanos", held.nanos());
    }
}
