package dev.minato.services.server;

import dev.minato.address.SocketAddr;

/// The loop of one bound service: it accepts connections or receives datagrams.
public sealed interface ServiceLoop permits AcceptLoop, ReceiveLoop {
    /// Returns the address it is bound to, with the real port; also after [#close].
    SocketAddr localAddress();

    /// Serves until [#close] or an interrupt.
    void run() throws Exception;

    /// Returns how many datagrams got no answer because their peers were beyond the rate limit.
    default long unanswered() {
        return 0;
    }

    /// Stops listening; the port is free once it returns. Ends [#run], unless that waits for something other
    /// than its socket: interrupt it as well.
    void close();
}
