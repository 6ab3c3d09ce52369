package dev.minato.services.dns;

import dev.minato.address.SocketAddr;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/// An answer, and how the servers raced for it.
///
/// @param answer what the winner said
/// @param winner who won
/// @param elapsed how long the winner took; the whole time, if its answer is no good one
/// @param servers all that were asked, in the order of the settings
public record DnsRace(DnsAnswer answer, SocketAddr winner, Duration elapsed, List<ServerTime> servers) {
    /// Copies the list.
    public DnsRace {
        Objects.requireNonNull(answer, "answer");
        Objects.requireNonNull(winner, "winner");
        Objects.requireNonNull(elapsed, "elapsed");
        servers = List.copyOf(servers);
    }
}
