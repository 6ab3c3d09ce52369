package dev.minato.services.relay;

/// What a [LossyRelay] has done since it was started, in both directions together; each number is right for
/// itself.
///
/// @param clients addresses that datagrams are relayed for now
/// @param received datagrams from clients and from the server
/// @param lost how many of them were lost on purpose
/// @param duplicated how many were sent twice
/// @param reordered how many were not delayed, and so could overtake others
/// @param forwarded datagrams that were sent, both copies of a duplicate among them
/// @param overflowed datagrams that were dropped since too many were on their way
/// @param refused datagrams that were dropped since there were too many clients
/// @param failed datagrams that the operating system refused to send, such as to a server that is gone
public record RelayCounts(
        int clients,
        long received,
        long lost,
        long duplicated,
        long reordered,
        long forwarded,
        long overflowed,
        long refused,
        long failed) {}
