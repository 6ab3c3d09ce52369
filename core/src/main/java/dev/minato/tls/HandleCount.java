package dev.minato.tls;

import java.util.concurrent.atomic.AtomicInteger;

/// The number of open handles of one TLS connection.
///
/// ```
///   1 ──add()──▶ 2 ──remove()──▶ 1 ──remove(), the last──▶ 0: ended; add() fails for ever
/// ```
final class HandleCount {
    private final AtomicInteger open = new AtomicInteger(1);

    /// Counts another one; false if the last one is closed.
    boolean add() {
        return open.getAndUpdate(count -> count == 0 ? 0 : count + 1) > 0;
    }

    /// Counts one less; true for the last one.
    boolean remove() {
        return open.decrementAndGet() == 0;
    }
}
