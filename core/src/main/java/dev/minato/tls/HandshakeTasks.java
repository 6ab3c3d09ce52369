package dev.minato.tls;

import javax.net.ssl.SSLEngine;

/// The computations that an engine leaves to its caller: the signatures and key agreements of a handshake.
///
/// They run where the connection's own task runs: a millisecond or less each, and no wait.
final class HandshakeTasks {
    private HandshakeTasks() {}

    static void run(SSLEngine engine) {
        for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
            task.run();
        }
    }
}
