package dev.minato.services.relay;

import java.time.Duration;
import java.util.Objects;

/// What a network does to datagrams, in each direction; the terms are those of tc-netem(8).
///
/// With a jitter, or `reordering`, datagrams overtake each other.
///
/// @param loss how many datagrams are lost, from 0 for none to 1 for all
/// @param delay how long a datagram takes
/// @param jitter how much longer or shorter a datagram may take, evenly spread; at most `delay`
/// @param reordering how many datagrams are not delayed at all, and so overtake others, from 0 to 1
/// @param duplication how many datagrams come twice, from 0 to 1; each of the two has a delay of its own
public record NetworkConditions(double loss, Duration delay, Duration jitter, double reordering, double duplication) {
    /// The longest delay.
    public static final Duration MAX_DELAY = Duration.ofSeconds(10);

    /// A network that passes everything on at once.
    public static final NetworkConditions PERFECT = new NetworkConditions(0, Duration.ZERO, Duration.ZERO, 0, 0);

    /// Checks the ranges.
    ///
    /// @throws IllegalArgumentException if one is outside of its range, `delay` is longer than [#MAX_DELAY],
    ///     `jitter` is longer than `delay`, or there is `reordering` without a `delay`
    public NetworkConditions {
        checkShare("loss", loss);
        checkShare("reordering", reordering);
        checkShare("duplication", duplication);
        checkDelay("delay", delay, MAX_DELAY);
        checkDelay("jitter", jitter, delay);
        if (reordering > 0 && delay.isZero()) {
            throw new IllegalArgumentException("reordering needs a delay: nothing can be overtaken without one");
        }
    }

    private static void checkShare(String name, double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException(name + " must be from 0 to 1, not " + share);
        }
    }

    private static void checkDelay(String name, Duration value, Duration max) {
        if (Objects.requireNonNull(value, name).isNegative() || value.compareTo(max) > 0) {
            throw new IllegalArgumentException(
                    name + " must be from 0 to " + max.toMillis() + " ms, not " + value.toMillis() + " ms");
        }
    }
}
