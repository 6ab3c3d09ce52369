package dev.minato.server;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.net.UdpSocket;
import java.util.concurrent.atomic.AtomicLong;

/// The count of datagrams that the kernel dropped for one socket; the last one that was read, once it is closed.
final class KernelDrops {
    private static final System.Logger LOGGER = System.getLogger(UdpServer.class.getName());

    private final UdpSocket socket;
    private final AtomicLong last = new AtomicLong();

    KernelDrops(UdpSocket socket) {
        this.socket = socket;
    }

    /// Returns how many; 0 where the platform does not tell.
    long count() {
        try {
            return last.accumulateAndGet(socket.droppedDatagrams(), Math::max);
        } catch (NetException e) {
            if (e.kind() != ErrorKind.CLOSED && e.kind() != ErrorKind.UNSUPPORTED) {
                LOGGER.log(System.Logger.Level.DEBUG, "cannot read how many datagrams were dropped", e);
            }
            return last.get();
        }
    }
}
