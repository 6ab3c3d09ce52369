package dev.minato.server;

import java.util.Locale;

/// The reason why a connection was closed before any handler saw it.
public enum RefusalReason {
    /// Its address has as many connections as one may have.
    TOO_MANY_FROM_ADDRESS,
    /// The access list does not let its address in.
    DENIED,
    /// There was no memory to serve it.
    OUT_OF_MEMORY;

    /// The reason as logs show it, such as `too many from address`.
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
