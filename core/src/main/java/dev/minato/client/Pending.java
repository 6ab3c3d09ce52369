package dev.minato.client;

import dev.minato.error.NetException;

/// A request that was sent, or will be, and whose reply is awaited: what [TcpClient#send] returns.
///
/// {@snippet file="dev/minato/examples/rpc/RpcClient.java" region="pipeline"}
///
/// All methods may be called by any thread; each that awaits gets the same reply.
///
/// @param <I> the reply
public sealed interface Pending<I> permits Exchange {
    /// Returns the reply, waiting for it until the request's timeout has passed, which began with
    /// [TcpClient#send].
    ///
    /// Fails as [TcpClient#request] does, in the same way each time. After a timeout or an interrupt the request
    /// is given up: its late reply is dropped.
    I await() throws NetException;

    /// Whether [#await] would return or fail without a wait for the reply.
    boolean isSettled();
}
