package dev.minato.server;

/// Why a [UdpServer] dropped a datagram: a request that was not handled to its end, or a reply that was not
/// sent.
public enum DropReason {
    /// A request was longer than [UdpServerBuilder#maxDatagram], and not handled.
    TRUNCATED("requests that were too long"),
    /// A request of a trusted proxy began with a PROXY header ([UdpServerBuilder#refuseProxyHeaders]).
    PROXY_HEADER("requests that began with a PROXY header: proxies tell the client in the first datagram only"),
    /// A request found all tasks busy and all places taken ([UdpServerBuilder#inTasks]).
    OVERLOADED("requests over the bound of work in progress"),
    /// A request's handler threw. Replies that it had sent before are not concerned.
    HANDLER_FAILED("requests whose handler failed"),
    /// A request waited, or its handler ran, when the grace period of [UdpServer#drain] was over.
    CANCELLED("requests in progress at the end of the server"),
    /// A reply would have gone to a port below 1024 or to the server itself
    /// ([UdpServerBuilder#reflectionGuard]).
    REFLECTION("replies that another service would answer"),
    /// A reply was over the bound of its peer ([UdpServerBuilder#maxRepliesPerPeer]).
    RATE_LIMITED("replies to peers over the rate limit"),
    /// A reply could not be sent, as for want of a route, or of room within
    /// [UdpServerBuilder#writeTimeout].
    SEND_FAILED("replies that could not be sent");

    private final String text;

    DropReason(String text) {
        this.text = text;
    }

    /// What was dropped, for the log.
    String text() {
        return text;
    }
}
