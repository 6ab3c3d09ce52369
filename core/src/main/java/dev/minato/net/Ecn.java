package dev.minato.net;

import java.util.List;
import java.util.Optional;

/// What a packet says of congestion on its way: the two ECN bits of IP (RFC 3168 section 5). A constant's
/// ordinal is its codepoint.
public enum Ecn {
    /// The sender does not react to marks, so a router that is congested drops packets.
    NOT_ECT,

    /// The sender reacts to marks, for queues that mark early and often (L4S, RFC 9331).
    ECT_1,

    /// The sender reacts to marks as to a loss.
    ECT_0,

    /// A router on the way is congested.
    CE;

    private static final List<Optional<Ecn>> ALL =
            List.of(Optional.of(NOT_ECT), Optional.of(ECT_1), Optional.of(ECT_0), Optional.of(CE));

    /// Returns the one of that codepoint, without allocating; empty for a negative number.
    static Optional<Ecn> of(int codepoint) {
        return codepoint < 0 ? Optional.empty() : ALL.get(codepoint);
    }

    @SuppressWarnings("EnumOrdinal") // the codepoint, as the class says
    int codepoint() {
        return ordinal();
    }
}
