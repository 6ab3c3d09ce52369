package dev.minato.chaos;

import dev.minato.net.TcpStream;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;

/// One thread of the play: what it does, since when, and on which stream others may disturb it.
final class Actor {
    /// More than any timeout of the play.
    private static final Duration MAX_STEP = Duration.ofSeconds(40);

    private final String name;
    private final Random random;
    private volatile Thread thread = Thread.currentThread();
    private volatile Optional<TcpStream> stream = Optional.empty();
    private volatile String step = "starts";
    private volatile long since = System.nanoTime();
    private volatile Duration longest = MAX_STEP;

    Actor(String name, Random random) {
        this.name = name;
        this.random = random;
    }

    void enter() {
        thread = Thread.currentThread();
        at("plays");
    }

    Random random() {
        return random;
    }

    /// Notes the next step.
    void at(String next) {
        at(next, MAX_STEP);
    }

    /// Notes the next step, which is stuck after `longest`.
    void at(String next, Duration longest) {
        this.longest = longest;
        step = next;
        since = System.nanoTime();
    }

    /// Exposes a stream to the disruptors.
    void expose(TcpStream exposed) {
        stream = Optional.of(exposed);
    }

    void conceal() {
        stream = Optional.empty();
    }

    Optional<TcpStream> stream() {
        return stream;
    }

    void interrupt() {
        thread.interrupt();
    }

    boolean isStuck() {
        return nanosInStep() > longest.toNanos();
    }

    long nanosInStep() {
        return System.nanoTime() - since;
    }

    @Override
    public String toString() {
        return name + " " + step + " for " + nanosInStep() / 1_000_000 + " ms, thread #" + thread.threadId() + " "
                + thread.getState();
    }
}
