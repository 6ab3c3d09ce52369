package dev.minato.server;

import dev.minato.error.NetException;

/// The handler of one request after the other; see [ConnectionHandler#ofRequests].
///
/// @param <I> the requests
/// @param <O> the replies
@FunctionalInterface
public interface RequestHandler<I, O> {
    /// Handles one request: [Session#write] none, one or many replies; [Session#end] after the last one.
    ///
    /// Called by the connection's own task, and by those of others at the same time. A request that is a view is
    /// valid until this returns.
    ///
    /// @throws Exception what ends the connection
    void handle(I request, Session<I, O> session) throws Exception;

    /// Handles what the decoder refused (`MESSAGE_TOO_LONG`, `INVALID_DATA`, `UNEXPECTED_EOF`, operation
    /// `decode`), such as with an error reply. By default that ends the connection.
    ///
    /// When this returns, the next request is read, if the decoder can find it ([Session#isFailed]); otherwise
    /// the connection ends, and the replies written before are still sent.
    ///
    /// @throws Exception what ends the connection
    default void refuse(NetException failure, Session<I, O> session) throws Exception {
        throw failure;
    }
}
