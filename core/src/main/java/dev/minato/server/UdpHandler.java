package dev.minato.server;

/// What a [UdpServer] does with a datagram.
@FunctionalInterface
public interface UdpHandler {
    /// Handles one request, and sends no reply, one or several ([UdpRequest#reply]).
    ///
    /// Runs in the receive loop, one request after the other: it must not wait, since nothing is received
    /// and no reply leaves meanwhile. With [UdpServerBuilder#inTasks] it runs in tasks, several at once,
    /// and may wait. What it throws, be it an `Error`, costs this request alone: it is counted
    /// ([DropReason#HANDLER_FAILED]) and logged at most once a second. An interrupt is the end of the
    /// server's grace period.
    ///
    /// @param request good until this returns; it is used again for the next one
    void handle(UdpRequest request) throws Exception;
}
