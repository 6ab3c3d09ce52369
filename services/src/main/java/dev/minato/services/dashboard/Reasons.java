package dev.minato.services.dashboard;

import dev.minato.server.CloseReason;
import dev.minato.server.RefusalReason;

/// Why a connection ended or was refused, as a sentence for somebody who does not know the server.
final class Reasons {
    private Reasons() {}

    static String of(CloseReason reason) {
        return switch (reason) {
            case FINISHED -> "It was over: the client ended it, or the service did, in good order.";
            case STOPPED -> "The server stops, and the connection ended between two requests.";
            case PEER_GONE -> "The client reset the connection, went away, or ended it in the middle of a message.";
            case BAD_MESSAGE -> "The client sent a message that the service's protocol does not allow.";
            case BAD_PROXY_HEADER -> "The proxy that is trusted did not begin with a valid PROXY header in time.";
            case FIRST_BYTE_TIMEOUT -> "The client connected, and sent nothing at all in time.";
            case REQUEST_TIMEOUT -> "The client began a request, and did not complete it in time.";
            case IDLE_TIMEOUT -> "The client sent nothing more, and nothing was sent to it, for too long.";
            case LIFETIME_OVER -> "The connection had lived as long as one may.";
            case WRITE_TIMEOUT -> "The client did not read what was sent to it: it is a slow reader.";
            case SLOW_READER -> "The client did not keep up with what was pushed to it: it is a slow reader.";
            case CLOSED -> "The server's program closed the connection.";
            case DRAIN_TIMEOUT -> "The server stops, and the connection had not ended by the end of the grace period.";
            case HANDSHAKE_TIMEOUT -> "The client did not complete the TLS handshake in time.";
            case TLS_FAILED -> "TLS failed: the client does not speak it, or one side does not trust the other.";
            case NETWORK_FAILED -> "The network failed.";
            case HANDLER_FAILED -> "The service's own code failed; the log has the stack trace.";
            case OUT_OF_MEMORY -> "The server had no memory for what the connection needed.";
        };
    }

    static String of(RefusalReason reason) {
        return switch (reason) {
            case TOO_MANY_FROM_ADDRESS -> "Its address has as many connections open as one address may have.";
            case DENIED -> "The access list does not let its address in.";
            case OUT_OF_MEMORY -> "The server had no memory to serve it.";
        };
    }

    /// Whether the connection ended as connections should.
    static boolean isOrderly(CloseReason reason) {
        return reason == CloseReason.FINISHED || reason == CloseReason.STOPPED;
    }
}
