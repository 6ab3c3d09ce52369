package dev.minato.services.server;

import dev.minato.error.NetException;

/// A close whose failure changes nothing: it is logged.
public final class Closer {
    private static final System.Logger LOGGER = System.getLogger(Closer.class.getName());

    private Closer() {}

    /// The close of a socket.
    @FunctionalInterface
    public interface Closeable {
        /// Closes it.
        void close() throws NetException;
    }

    /// Closes the socket and logs a failure.
    public static void closeLogging(Closeable socket) {
        try {
            socket.close();
        } catch (NetException e) {
            LOGGER.log(System.Logger.Level.WARNING, "cannot close a socket", e);
        }
    }
}
