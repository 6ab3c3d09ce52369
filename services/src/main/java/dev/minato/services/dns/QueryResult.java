package dev.minato.services.dns;

/// What became of a message that came to a forwarder.
enum QueryResult {
    /// The cache knew the answer.
    HIT,
    /// A server gave the answer.
    FORWARDED,
    /// No server gave an answer in time: SERVFAIL.
    FAILED,
    /// Too many questions were in progress: SERVFAIL.
    OVERLOADED,
    /// It was malformed: FORMERR.
    MALFORMED,
    /// It asked for something that a forwarder does not do: NOTIMP, or BADVERS.
    NOT_IMPLEMENTED,
    /// It asked for another class, or wanted no recursion: REFUSED.
    REFUSED,
    /// It was a response, and got no answer.
    RESPONSE,
    /// It had no header, and got no answer.
    TOO_SHORT,
    /// Its asker was gone, or the service was closed, when the answer came.
    ABANDONED
}
