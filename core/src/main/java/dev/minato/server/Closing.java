package dev.minato.server;

import dev.minato.error.NetException;

/// Closes whose failures change nothing, and are logged.
final class Closing {
    private static final System.Logger LOGGER = System.getLogger("dev.minato.server.TcpServer");

    private Closing() {}

    static void logged(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (NetException e) {
            LOGGER.log(System.Logger.Level.WARNING, "cannot close a socket: {0}", e.getMessage());
        } catch (Exception e) {
            LOGGER.log(System.Logger.Level.WARNING, "cannot close", e);
        }
    }
}
