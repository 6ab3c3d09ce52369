package dev.minato.services.relay;

import dev.minato.error.NetException;
import dev.minato.platform.wait.Parker;
import dev.minato.task.BoundedChannel;
import dev.minato.task.Tasks;
import java.time.Duration;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.atomic.AtomicLong;

/// The datagrams that are on their way, of all links, by the time at which they are due; of bounded memory.
///
/// Tasks add, and one task ([#run]) sends. It looks every millisecond while there are any, so that a datagram
/// leaves within a millisecond of its time; it sleeps while there are none.
final class DelayQueue {
    /// The memory of what is on its way.
    private static final long MAX_BYTES = 32 << 20;

    private static final int MAX_ADDED = 1 << 16;
    private static final Duration LOOK = Duration.ofMillis(1);

    private final Parker parker;
    private final BoundedChannel<Packet> added = new BoundedChannel<>(MAX_ADDED);
    private final PriorityQueue<Packet> waiting = new PriorityQueue<>();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong numbers = new AtomicLong();

    DelayQueue(Parker parker) {
        this.parker = parker;
    }

    /// Returns the number of the next packet.
    long nextNumber() {
        return numbers.getAndIncrement();
    }

    /// Adds a packet, never waiting; false if it was dropped, as there is no room.
    boolean add(Packet packet) throws NetException {
        if (bytes.addAndGet(packet.cost()) <= MAX_BYTES && added.trySend(packet)) {
            return true;
        }
        bytes.addAndGet(-packet.cost());
        return false;
    }

    /// Sends what is due, until an interrupt.
    void run() throws InterruptedException, NetException {
        for (; ; ) {
            if (waiting.isEmpty()) {
                added.receive().ifPresent(waiting::add);
            }
            takeAdded();
            long left = sendDue();
            if (left > 0) {
                Tasks.sleep(LOOK.toNanos() < left ? LOOK : Duration.ofNanos(left));
            }
        }
    }

    private void takeAdded() {
        for (Optional<Packet> packet = added.tryReceive(); packet.isPresent(); packet = added.tryReceive()) {
            waiting.add(packet.get());
        }
    }

    /// Returns the nanoseconds until the next is due; 0 if none is left.
    private long sendDue() {
        for (Packet next = waiting.peek(); next != null; next = waiting.peek()) {
            long left = next.due() - parker.now();
            if (left > 0) {
                return left;
            }
            waiting.remove();
            bytes.addAndGet(-next.cost());
            next.path().send(next.bytes());
        }
        return 0;
    }
}
