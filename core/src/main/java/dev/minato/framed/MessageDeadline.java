package dev.minato.framed;

import dev.minato.codec.Decoder;
import dev.minato.platform.wait.Deadline;
import dev.minato.platform.wait.Parker;
import java.nio.ByteBuffer;
import java.time.Duration;

/// The deadline of the message that is coming in, from its first byte until it is complete.
///
/// A message that comes whole costs no look at the clock.
final class MessageDeadline {
    /// For how many nanoseconds beyond the deadline a message may still be taken that lies ready.
    private static final long GRACE = 100_000_000;

    private final Parker parker;
    private long timeout = Deadline.NEVER;
    private long end = Deadline.NEVER;

    /// How many messages had ended when this one began.
    private long ended;

    private long graceEnd = Deadline.NEVER;

    MessageDeadline(Parker parker) {
        this.parker = parker;
    }

    void setTimeout(Duration timeout) {
        this.timeout = Deadline.nanos(timeout);
    }

    /// Forgets the message: it is complete, or was given up.
    void clear() {
        end = Deadline.NEVER;
    }

    /// Whether the time is over of a message that `decoder` has begun and not completed; the first call for a
    /// message begins its time.
    boolean isOver(Decoder<?> decoder, ByteBuffer input) {
        if (timeout == Deadline.NEVER) {
            return false;
        }
        if (decoder.ended() != ended) {
            ended = decoder.ended();
            clear();
        }
        if (!decoder.isWithin(input)) {
            clear();
            return false;
        }
        if (end == Deadline.NEVER) {
            end = Deadline.after(parker.now(), timeout);
            graceEnd = Deadline.NEVER;
            return false;
        }
        return isOver();
    }

    /// Whether there is a message whose time is over.
    boolean isOver() {
        return end != Deadline.NEVER && end <= parker.now();
    }

    boolean isRunning() {
        return end != Deadline.NEVER;
    }

    Duration left() {
        return Duration.ofNanos(end - parker.now());
    }

    /// Whether what lies ready may still be taken, now that the time is over; the first call begins the grace.
    boolean hasGrace() {
        long now = parker.now();
        if (graceEnd == Deadline.NEVER) {
            graceEnd = Deadline.after(now, GRACE);
        }
        return now < graceEnd;
    }
}
