package dev.minato.server;

import java.util.Objects;

/// A connection that was refused.
///
/// @param service what it came to, as [TcpServerBuilder#listen] names it
/// @param peer the peer, as [Connection#peerName]
/// @param reason why
public record Refusal(String service, String peer, RefusalReason reason) {
    /// All of them.
    public Refusal {
        Objects.requireNonNull(service, "service");
        Objects.requireNonNull(peer, "peer");
        Objects.requireNonNull(reason, "reason");
    }
}
