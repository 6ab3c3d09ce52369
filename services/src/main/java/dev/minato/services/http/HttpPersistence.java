package dev.minato.services.http;

/// What becomes of a connection after a response (RFC 9112 section 9.3).
public enum HttpPersistence {
    /// It stays open, the default of HTTP/1.1.
    KEEP,
    /// It stays open, which HTTP/1.0 needs `Connection: keep-alive` for.
    SAY_KEEP,
    /// It is closed.
    CLOSE
}
