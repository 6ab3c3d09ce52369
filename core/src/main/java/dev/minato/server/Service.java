package dev.minato.server;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.platform.wait.LastResort;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;

/// One service of a [UdpServer]: its handler, and what all its requests and replies go through. For all
/// threads.
///
/// @param name the service, for the log
/// @param maxDatagram how many bytes a request or a reply has at most
/// @param cancelling whether the grace period is over, and handlers are interrupted
record Service(
        String name,
        UdpHandler handler,
        int maxDatagram,
        ReplyFilter filter,
        UdpCounters counters,
        AtomicBoolean cancelling) {
    /// Runs the handler; whatever it throws costs this request alone, also an `OutOfMemoryError`. Starts
    /// none once the grace period is over, so that each interrupt finds the handler that it is for.
    void handle(UdpRequest request) {
        if (cancelling.get()) {
            counters.dropped(name, DropReason.CANCELLED);
            return;
        }
        try {
            handler.handle(request);
        } catch (Throwable failed) {
            LastResort.endIfBroken(failed);
            counters.dropped(name, cancelling.get() ? DropReason.CANCELLED : DropReason.HANDLER_FAILED, failed);
        }
        if (!cancelling.get()) {
            // The handler's own doing; it must not end the loop.
            boolean _ = Thread.interrupted();
        }
    }

    /// MESSAGE_TOO_LONG for a reply that no place holds.
    void checkLength(ByteBuffer reply) throws NetException {
        if (reply.remaining() > maxDatagram) {
            throw NetException.of(
                    ErrorKind.MESSAGE_TOO_LONG, "send", reply.remaining() + " bytes, at most " + maxDatagram);
        }
    }
}
