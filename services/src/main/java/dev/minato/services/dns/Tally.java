package dev.minato.services.dns;

import dev.minato.platform.wait.Parker;
import java.util.concurrent.atomic.AtomicInteger;

/// What happens while one server is asked one question: when, and how often in vain.
///
/// The times leave out what goes on before the first message and after the last, which in a program that has
/// just started is most of the time. Written by the task that asks; others may read the strays meanwhile.
final class Tally {
    private final Parker parker;
    private final AtomicInteger strays = new AtomicInteger();
    private long asked;
    private long answered;

    Tally(Parker parker) {
        this.parker = parker;
        this.asked = parker.now();
        this.answered = asked;
    }

    /// The first message is about to go.
    void asked() {
        asked = parker.now();
        answered = asked;
    }

    /// A message came, or the wait for one is over.
    void answered() {
        answered = parker.now();
    }

    /// Returns the nanoseconds from the first message to the last.
    long elapsed() {
        return answered - asked;
    }

    /// A datagram came that is no answer.
    void stray() {
        int _ = strays.incrementAndGet();
    }

    int strays() {
        return strays.get();
    }
}
