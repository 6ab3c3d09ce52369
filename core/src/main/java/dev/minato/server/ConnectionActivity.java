package dev.minato.server;

import java.time.Duration;
import java.util.Locale;
import java.util.Objects;

/// What a connection does at a moment, as far as its server knows.
///
/// @param kind what
/// @param since for how long; zero if that is not known, as of one that is open and whose handler does not
///     work by requests, or whose requests nobody observes ([ServerObserver#requests])
public record ConnectionActivity(Kind kind, Duration since) {
    /// Both.
    public ConnectionActivity {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(since, "since");
    }

    /// What a connection may be doing.
    public enum Kind {
        /// It shakes hands over TLS.
        HANDSHAKE,
        /// It waits for its peer's next request, or its handler does not work by requests.
        OPEN,
        /// Its handler has a request ([Session#serve]).
        HANDLING,
        /// A write waits for its peer to read.
        BLOCKED_IN_WRITE;

        /// The kind as logs show it, such as `blocked in write`.
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }
}
