package dev.minato.platform.linux;

import dev.minato.error.NetException;
import dev.minato.platform.linux.loop.Poller;
import dev.minato.platform.linux.ring.GatheredSends;
import dev.minato.platform.linux.ring.LoopRing;
import dev.minato.platform.linux.sys.AddressCodec;
import dev.minato.platform.linux.sys.RefCountedFd;
import dev.minato.platform.pace.WithoutYield;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// The sends of one socket that go with the next round of the ring of its loop, gathered with those of other
/// tasks: one system call for all.
final class RingSender {
    private final RefCountedFd descriptor;
    private volatile @Nullable Poller poller;

    RingSender(RefCountedFd descriptor) {
        this.descriptor = descriptor;
    }

    /// Has it use the ring of that loop.
    void use(Poller ofLoop) {
        poller = ofLoop;
    }

    /// Whether a send of that length is to be gathered with those of other tasks: there are others, which may
    /// send, too, and the caller may give its loop back.
    boolean gathers(int length) {
        Poller known = poller;
        return known != null
                && length <= GatheredSends.SIZE
                && known.isHere()
                && known.hasOthers()
                && ring().sends().hasRoom()
                && !WithoutYield.isOn();
    }

    /// Sends to the peer with the next round, and returns after it: how many bytes, or the negative errno.
    /// Called after [#gathers], by a call that keeps the fd open.
    int send(ByteBuffer from, int length) {
        int slot = ring().sends().take(from, length);
        ring().send(slot, descriptor.fd(), length);
        return awaitResult(slot);
    }

    /// As [#send], to an address.
    <A> int sendTo(ByteBuffer from, int length, A to, AddressCodec<A> codec) throws NetException {
        GatheredSends sends = ring().sends();
        int addressLength = codec.write(to, sends.addressOfNext(), "send");
        int slot = sends.take(from, length);
        ring().sendTo(slot, descriptor.fd(), length, addressLength);
        return awaitResult(slot);
    }

    private int awaitResult(int slot) {
        GatheredSends sends = ring().sends();
        do {
            poller().awaitPoll();
        } while (sends.result(slot) == GatheredSends.PENDING);
        int result = sends.result(slot);
        sends.give(slot);
        return result;
    }

    private Poller poller() {
        Poller known = poller;
        if (known == null) {
            throw new AssertionError("a send without a loop");
        }
        return known;
    }

    private LoopRing ring() {
        return poller().ring();
    }
}
