package dev.minato.platform.linux;

import dev.minato.error.NetException;
import dev.minato.platform.linux.loop.LocalScheduling;
import dev.minato.platform.linux.loop.Scheduling;
import dev.minato.platform.linux.loop.SharedScheduling;
import dev.minato.platform.linux.sys.Abi;
import dev.minato.platform.linux.sys.AddressCodec;
import dev.minato.platform.linux.sys.CallBuffers;
import dev.minato.platform.linux.sys.SockAddr;
import dev.minato.platform.wait.Parker;
import org.jspecify.annotations.Nullable;

/// The parker, the scheduling and the pooled call buffers that the sockets of one platform share.
final class SocketResources {
    private final Parker parker;
    private final boolean local;
    private final boolean ring;
    private final CallBuffers buffers = new CallBuffers(SockAddr.SIZE);
    private final CallBuffers unixBuffers = new CallBuffers(Abi.SOCKADDR_UN_SIZE);
    private volatile @Nullable Scheduling scheduling;

    /// @param local whether tasks are scheduled by event loops of their own
    /// @param ring whether those wait with io_uring
    SocketResources(Parker parker, boolean local, boolean ring) {
        this.parker = parker;
        this.local = local;
        this.ring = ring;
    }

    /// Whether loops wait with io_uring.
    boolean ring() {
        return ring;
    }

    Parker parker() {
        return parker;
    }

    /// The pool for sockets whose addresses that codec encodes.
    CallBuffers buffers(AddressCodec<?> codec) {
        return codec.size() > SockAddr.SIZE ? unixBuffers : buffers;
    }

    /// Opened at the first listener, wait or task of all: connections that came at once and took all
    /// descriptors could not wait otherwise. TOO_MANY_OPEN_FILES, and then the next call tries again.
    Scheduling scheduling() throws NetException {
        Scheduling opened = scheduling;
        return opened == null ? open() : opened;
    }

    private synchronized Scheduling open() throws NetException {
        Scheduling opened = scheduling;
        if (opened == null) {
            opened = local ? new LocalScheduling(ring) : new SharedScheduling(parker);
            scheduling = opened;
        }
        return opened;
    }

    /// Lets others of the calling thread's carrier run.
    @SuppressWarnings("ThreadPriorityCheck") // nothing depends on it but fairness
    void yieldCarrier() {
        Scheduling opened = scheduling;
        if (opened == null) {
            Thread.yield();
        } else {
            opened.yieldCarrier();
        }
    }

    long stalls() {
        Scheduling opened = scheduling;
        return opened == null ? 0 : opened.stalls();
    }

    /// Has each loop run `beat`; returns how many there are, none before the first wait or task of all.
    int heartbeat(Runnable beat) {
        Scheduling opened = scheduling;
        return opened == null ? 0 : opened.heartbeat(beat);
    }

    /// Called by a thread that is about to park in a wait.
    void aboutToPark() {
        Scheduling opened = scheduling;
        if (opened != null) {
            opened.aboutToPark();
        }
    }
}
