package dev.minato.services.dns;

/// What a [RacingResolver] has counted since it was made.
///
/// @param questions how often it was asked
/// @param hits how often the cache knew the answer
/// @param shared how often another asker's race for the same question gave it
/// @param races how many races there were
/// @param failed how many races gave no answer at all
/// @param strays datagrams of servers that did not answer what they were asked, and replies of connections
///     alike
/// @param overTcp questions that went over TCP since the answer over UDP was cut short
/// @param cachedEntries answers in the cache now
/// @param cachedBytes how many bytes these count for
public record ResolverCounts(
        long questions,
        long hits,
        long shared,
        long races,
        long failed,
        long strays,
        long overTcp,
        int cachedEntries,
        long cachedBytes) {}
