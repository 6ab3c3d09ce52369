package dev.minato.services.dashboard;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A connection that has ended or was refused.
sealed interface PastConnection permits EndedConnection, RefusedConnection {
    /// When, by the platform's clock.
    long at();

    /// What it had connected to.
    String service();

    /// Whose it was.
    String peer();

    /// Why it ended or was refused.
    Enum<?> reason();

    /// Its peer's address, without the port.
    default String host() {
        return peer().replaceFirst(":[0-9]+$", "");
    }

    /// The newest of a client, a service and a reason, and how many of them are remembered.
    ///
    /// @param newest the newest of them
    /// @param times how many there are, the newest among them
    record Repeated<T extends PastConnection>(T newest, int times) {
        private Repeated<T> again() {
            return new Repeated<>(newest, times + 1);
        }
    }

    /// Returns one for each client, service and reason, at most `ofReason` of each reason.
    ///
    /// @param all the newest first
    static <T extends PastConnection> List<Repeated<T>> grouped(List<T> all, int ofReason) {
        Map<List<Object>, Repeated<T>> groups = new LinkedHashMap<>();
        for (T each : all) {
            List<Object> group = List.of(each.host(), each.service(), each.reason());
            groups.merge(group, new Repeated<>(each, 1), (known, _) -> known.again());
        }
        Map<Enum<?>, Integer> taken = new HashMap<>();
        return groups.values().stream()
                .filter(each -> taken.merge(each.newest().reason(), 1, Integer::sum) <= ofReason)
                .toList();
    }
}
