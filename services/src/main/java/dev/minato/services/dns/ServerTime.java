package dev.minato.services.dns;

import dev.minato.address.SocketAddr;
import java.time.Duration;
import java.util.Objects;

/// What one server did in a race, and how long it took.
///
/// @param server whom was asked
/// @param end how it ended for it
/// @param elapsed from the first question until its answer or failure; for one that did not answer, until
///     the race was over
/// @param detail the code of an answer (`NOERROR`), the reason of a failure, or nothing
/// @param strays how many datagrams of that server did not answer the question, and were passed over
public record ServerTime(SocketAddr server, End end, Duration elapsed, String detail, int strays) {
    /// How a race ended for a server.
    public enum End {
        /// Its answer is the one that counts.
        WON,
        /// It gave an answer that does not count: not a good one, while another's was.
        ANSWERED,
        /// It could not be asked, or said nothing within the timeout.
        FAILED,
        /// Another server won before it answered.
        OVERTAKEN
    }

    /// Checks that nothing is missing.
    public ServerTime {
        Objects.requireNonNull(server, "server");
        Objects.requireNonNull(end, "end");
        Objects.requireNonNull(elapsed, "elapsed");
        Objects.requireNonNull(detail, "detail");
    }
}
