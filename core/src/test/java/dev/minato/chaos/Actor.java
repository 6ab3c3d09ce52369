package dev.minato.chaos;

import dev.minato.net.TcpStream;
import java.util.Optional;
import java.util.Random;

/// One thread of the play: what it does, since when, and on which stream others may disturb it.
final class Actor {
    private final String name;
    private final Random random;
    private volatile Thread thread = Thread.currentThread();
    private volatile Optional<TcpStream> stream = Optional.empty();
    private volatile String step = "starts";
    private volatile long since = System.nanoTime();

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

    long nanosInStep() {
        return System.nanoTime() - since;
    }

    @Override
    public String toString() {
        return name + " " + step + " for " + nanosInStep() / 1_000_000 + " ms, thread #" + thread.threadId() + " "
                + thread.getState();
    }
}
