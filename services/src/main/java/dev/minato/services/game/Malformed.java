package dev.minato.services.game;

/// The reason why a packet was ignored.
public enum Malformed {
    /// Shorter than what its type has, or longer.
    LENGTH,
    /// Another program's: not this protocol.
    NOT_OURS,
    /// From a port below 1024, which no player has: a server that a forged packet has made to speak.
    PORT,
    /// Another version of the protocol.
    VERSION,
    /// A type that there is not, or that goes the other way.
    TYPE,
    /// A value that is out of its range.
    VALUE,
    /// Of nobody who is in the game: the id, the token or the address does not match.
    UNKNOWN_PLAYER,
    /// A join whose cookie is wrong or too old.
    COOKIE,
    /// A repetition, or older than what has come.
    LATE,
    /// A delta against a snapshot that is not there any more.
    BASELINE
}
