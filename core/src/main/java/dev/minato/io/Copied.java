package dev.minato.io;

/// The result of [Copy#copyBidirectional]: how much was copied each way.
///
/// @param toSecond bytes read from the first stream and written to the second
/// @param toFirst bytes read from the second stream and written to the first
public record Copied(long toSecond, long toFirst) {}
