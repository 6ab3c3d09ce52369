package dev.minato.services.game;

import java.util.random.RandomGenerator;

/// A player without a person: walks straight for a while, then another way.
public final class Wander {
    private final RandomGenerator random;
    private Input input = Input.NONE;
    private int left;

    /// @param random chooses the ways
    public Wander(RandomGenerator random) {
        this.random = random;
    }

    /// Returns what it presses during the next tick.
    public Input next() {
        if (left == 0) {
            left = random.nextInt(15, 90);
            input = new Input(random.nextInt(-1, 2), random.nextInt(-1, 2));
        }
        left--;
        return input;
    }
}
