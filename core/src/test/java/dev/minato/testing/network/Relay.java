package dev.minato.testing.network;

import java.time.Duration;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Carries packets between two devices as the [Weather] says, with lots drawn from a seed.
///
/// In place of the kernel's `netem`, which many kernels lack, and whose lots have no seed.
final class Relay implements AutoCloseable {
    private static final Duration AT_MOST_BETWEEN_LOOKS = Duration.ofMillis(50);
    private static final int MAX_ON_THE_WAY = 10_000;

    private final long start = System.nanoTime();
    private final Direction there;
    private final Direction back;
    private final Thread thread;
    private final AtomicLong lost = new AtomicLong();
    private final AtomicLong overtaken = new AtomicLong();
    private volatile Weather weather = Weather.FINE;
    private volatile boolean closed;

    Relay(Tun one, Tun two, long seed) {
        this.there = new Direction(one, two, new Random(seed));
        this.back = new Direction(two, one, new Random(seed + 1));
        this.thread = Thread.ofPlatform().daemon().name("relay").start(this::run);
    }

    void set(Weather changed) {
        weather = changed;
        lost.set(0);
        overtaken.set(0);
    }

    /// How many packets were lost since the weather changed.
    long lost() {
        return lost.get();
    }

    /// How many packets came after one that was sent later, since the weather changed.
    long overtaken() {
        return overtaken.get();
    }

    private void run() {
        while (!closed) {
            Tun.await(there.from, back.from, (int) pause().toMillis());
            there.carry();
            back.carry();
        }
    }

    private Duration pause() {
        long next = Math.min(there.untilNext(), back.untilNext());
        // Rounded up: a wait that ends a little too early would be made again and again.
        var wait = Duration.ofNanos(Math.max(0, next) + 999_999);
        return wait.compareTo(AT_MOST_BETWEEN_LOOKS) < 0 ? wait : AT_MOST_BETWEEN_LOOKS;
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while the relay ends", e);
        }
    }

    private record Packet(long due, long number, byte[] bytes) implements Comparable<Packet> {
        @Override
        public int compareTo(Packet other) {
            return due != other.due ? Long.compare(due, other.due) : Long.compare(number, other.number);
        }
    }

    /// One way, of the thread that carries.
    private final class Direction {
        private final Tun from;
        private final Tun to;
        private final Random lots;
        private final PriorityQueue<Packet> onTheWay = new PriorityQueue<>();
        private long sent;
        private long latestDue = Long.MIN_VALUE;
        private long latestArrived;

        Direction(Tun from, Tun to, Random lots) {
            this.from = from;
            this.to = to;
            this.lots = lots;
        }

        long untilNext() {
            Packet next = onTheWay.peek();
            return next == null ? AT_MOST_BETWEEN_LOOKS.toNanos() : next.due - now();
        }

        void carry() {
            for (var taken = take(); taken.isPresent(); taken = take()) {
                if (isLost(taken.get())) {
                    lost.incrementAndGet();
                } else {
                    onTheWay.add(new Packet(due(), sent++, taken.get()));
                }
            }
            for (@Nullable Packet next = onTheWay.peek(); next != null && next.due <= now(); next = onTheWay.peek()) {
                arrive(onTheWay.remove());
            }
        }

        private boolean isLost(byte[] packet) {
            Weather now = weather;
            return lots.nextDouble() < now.loss() || packet[0] >>> 4 == now.silenced();
        }

        private Optional<byte[]> take() {
            return onTheWay.size() < MAX_ON_THE_WAY ? from.read() : Optional.empty();
        }

        private void arrive(Packet packet) {
            if (packet.number < latestArrived) {
                overtaken.incrementAndGet();
            }
            latestArrived = Math.max(latestArrived, packet.number);
            to.write(packet.bytes);
        }

        private long due() {
            Weather now = weather;
            long jitter = (long) ((2 * lots.nextDouble() - 1) * now.jitter().toNanos());
            long due = now() + Math.max(0, now.delay().toNanos() + jitter);
            latestDue = now.overtaking() ? due : Math.max(due, latestDue);
            return latestDue;
        }
    }

    /// Grows from 0, so that it can be compared.
    private long now() {
        return System.nanoTime() - start;
    }
}
