package dev.minato.services.dashboard;

import dev.minato.server.RefusalReason;

/// A connection that was refused.
///
/// @param at when, by the platform's clock
/// @param number its number among those that were refused, from 1
/// @param service what it came to
/// @param peer whose it was
/// @param reason why
record RefusedConnection(long at, long number, String service, String peer, RefusalReason reason)
        implements PastConnection {}
