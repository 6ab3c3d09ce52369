package dev.minato.server;

import dev.minato.platform.wait.LastResort;

/// Calls to an observer, whose failures change nothing and are logged.
final class Observing {
    private static final System.Logger LOGGER = System.getLogger("dev.minato.server.TcpServer");

    private Observing() {}

    static void logged(Runnable call) {
        try {
            call.run();
        } catch (VirtualMachineError noMemory) {
            // No memory for the message either.
        } catch (Throwable failed) {
            // An AssertionError of a test, a LinkageError, a checked one that was sneaked.
            LastResort.endIfBroken(failed);
            LOGGER.log(System.Logger.Level.WARNING, "an observer failed", failed);
        }
    }
}
