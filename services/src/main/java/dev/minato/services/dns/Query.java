package dev.minato.services.dns;

import java.util.Optional;

/// A query that a forwarder takes: one question of the class IN, recursion desired.
///
/// @param id what the answer has to begin with
/// @param checkingDisabled whether the asker validates itself (the bit CD, RFC 4035); the answer says the
///     same
/// @param edns what the asker says about itself with an OPT record (RFC 6891); empty if it has none
record Query(int id, boolean checkingDisabled, WireQuestion question, Optional<Edns> edns) {
    /// The most bytes of an answer over UDP without EDNS (RFC 1035 section 4.2.1).
    static final int PLAIN_SIZE = 512;

    /// The most bytes of an answer over UDP at all, which no path on the internet has to cut into fragments.
    static final int MAX_SIZE = 1232;

    /// An OPT record.
    ///
    /// @param size the largest datagram that the asker takes, as it says
    /// @param dnssecOk whether it wants the records of DNSSEC, too (the bit DO, RFC 3225)
    record Edns(int size, boolean dnssecOk) {}

    /// Returns how many bytes an answer over UDP may have: never more than [#MAX_SIZE], whatever the asker
    /// says.
    int maxDatagram() {
        int size = edns.map(Edns::size).orElse(PLAIN_SIZE);
        return Math.clamp(size, PLAIN_SIZE, MAX_SIZE);
    }
}
