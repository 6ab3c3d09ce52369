package dev.minato.server;

import java.util.concurrent.atomic.AtomicLong;

/// The log of what a server ended or refused for want of memory. Where there is none for a message either, the
/// next connection that ends says how many there were.
final class OutOfMemoryLog {
    private static final System.Logger LOGGER = System.getLogger("dev.minato.server.TcpServer");

    private final AtomicLong unsaid = new AtomicLong();

    /// Logs what happened to `what`, such as `echo of 127.0.0.1:50000`.
    void log(Object what, String happened) {
        try {
            LOGGER.log(System.Logger.Level.ERROR, what + ": " + happened + ": out of memory");
        } catch (OutOfMemoryError noMemory) {
            unsaid.incrementAndGet();
        }
    }

    /// Counts an end for which no message could even be begun.
    void missed() {
        unsaid.incrementAndGet();
    }

    /// Logs how many messages there was no memory for, if any.
    void logUnsaid() {
        long count = unsaid.getAndSet(0);
        try {
            if (count > 0) {
                LOGGER.log(
                        System.Logger.Level.ERROR,
                        "connections closed or refused before: " + count + ": out of memory");
            }
        } catch (OutOfMemoryError noMemory) {
            unsaid.addAndGet(count);
        }
    }
}
