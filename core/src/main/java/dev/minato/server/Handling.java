package dev.minato.server;

import dev.minato.error.NetException;
import dev.minato.net.DatagramBatch;

/// What a [ReceiveLoop] does with the datagrams that it received: the handler in the loop, or in tasks.
interface Handling {
    /// Handles one datagram, or has it handled.
    void take(DatagramBatch requests, int place) throws NetException;

    /// Sends what was gathered, after the last datagram of a batch. CLOSED, INTERRUPTED, DEADLINE_EXCEEDED
    /// end the loop; other failures are counted.
    void flush() throws NetException;
}
