package dev.minato.services;

import dev.minato.error.NetException;

/// Closing where a failure to close changes nothing.
final class Closing {
    private Closing() {}

    @FunctionalInterface
    interface Closeable {
        void close() throws NetException;
    }

    /// Closes it; a failure is logged.
    static void of(Closeable socket) {
        try {
            socket.close();
        } catch (NetException e) {
            System.getLogger(Closing.class.getName()).log(System.Logger.Level.WARNING, "closing failed", e);
        }
    }
}
