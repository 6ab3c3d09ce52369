package dev.minato.cli;

import dev.minato.address.SocketAddr;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// The log of `connect --verbose`: a line when it is connected, and one when it has ended.
final class ConversationLog {
    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private final Consumer<String> lines;
    private final long start;
    private final LongAdder bytesOut = new LongAdder();
    private final LongAdder bytesIn = new LongAdder();

    /// @param nanoTime a clock as [System#nanoTime]
    /// @param lines where the lines go
    ConversationLog(InstantSource clock, LongSupplier nanoTime, Consumer<String> lines) {
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.lines = lines;
        this.start = nanoTime.getAsLong();
    }

    void connected(SocketAddr local, SocketAddr peer) {
        print("connected from " + local + " to " + peer + " after " + duration());
    }

    void sent(int count) {
        bytesOut.add(count);
    }

    void received(int count) {
        bytesIn.add(count);
    }

    void ended(String reason) {
        print("ended after " + duration() + ", " + Progress.bytes(bytesOut.sum(), "out") + ", "
                + Progress.bytes(bytesIn.sum(), "in") + ": " + reason);
    }

    private String duration() {
        return Progress.text(Duration.ofNanos(nanoTime.getAsLong() - start));
    }

    private void print(String event) {
        lines.accept(Progress.time(clock.instant()) + " " + event);
    }
}
