package dev.minato.services.relay;

import java.util.random.RandomGenerator;

/// One direction of one client's path: decides what becomes of each datagram, in the order in which they come.
///
/// The n-th datagram has the same fate for the same seed, whatever it holds and whenever it comes: each takes
/// five numbers of the generator, whether or not they are needed. So a higher loss also loses what a lower one
/// does. For one thread.
final class Link {
    private final NetworkConditions conditions;
    private final RandomGenerator random;
    private final long delay;
    private final long jitter;

    Link(NetworkConditions conditions, RandomGenerator random) {
        this.conditions = conditions;
        this.random = random;
        this.delay = conditions.delay().toNanos();
        this.jitter = conditions.jitter().toNanos();
    }

    /// Returns the fate of the next datagram.
    Fate next() {
        boolean lost = random.nextDouble() < conditions.loss();
        boolean reordered = random.nextDouble() < conditions.reordering();
        boolean duplicated = random.nextDouble() < conditions.duplication();
        long first = jittered(random.nextDouble());
        long second = jittered(random.nextDouble());
        return new Fate(lost, !lost && reordered, !lost && duplicated, reordered ? 0 : first, second);
    }

    private long jittered(double share) {
        return delay + Math.round(jitter * (2 * share - 1));
    }
}
