package dev.minato.platform.linux;

import dev.minato.error.NetException;
import dev.minato.platform.DatagramSlot;
import dev.minato.platform.linux.sys.AddressCodec;
import dev.minato.platform.linux.sys.Errno;
import dev.minato.platform.linux.sys.NativeIo;
import java.net.SocketOption;
import java.util.List;

/// The sending of batches by one socket, and of datagrams that the kernel is to cut from one piece
/// (segmentation offload, udp(7) `UDP_SEGMENT`).
///
/// A kernel or a device may refuse to cut. Then the same datagrams are sent with less for each message, and what
/// works is kept for good:
///
/// ```
///  128 ──refused──▶ 64 ──refused──▶ 1
///  since Linux 6.9  since 4.18      one message for each datagram
/// ```
///
/// If even the last is refused, it is not the cutting that fails, and nothing is learned.
///
/// Several threads may send at once; they learn the same.
final class BatchSender<A> {
    /// The size of the datagrams that all sends are cut into, if it is not 0; only asked for, to learn whether the
    /// kernel knows it.
    static final SocketOption<Integer> SEGMENT_SIZE = new SegmentSize();

    private static final int UNKNOWN = 0;
    private static final int SINGLE = 1;
    private static final int FEW = 64;
    private static final int MANY = 128;

    private final SocketFd fd;
    private final AddressCodec<A> codec;

    /// The most datagrams that the kernel makes of one message.
    private volatile int segments = UNKNOWN;

    /// Whether the next message goes alone: see [#send].
    private volatile boolean alone;

    BatchSender(SocketFd fd, AddressCodec<A> codec) {
        this.fd = fd;
        this.codec = codec;
    }

    private record SegmentSize() implements SocketOption<Integer> {
        @Override
        public String name() {
            return "UDP_SEGMENT";
        }

        @Override
        public Class<Integer> type() {
            return Integer.class;
        }
    }

    /// Whether the kernel makes several datagrams of one message, as far as is known.
    boolean isOffloaded() throws NetException {
        return segments() > SINGLE;
    }

    private int segments() throws NetException {
        int known = segments;
        if (known == UNKNOWN) {
            known = OptionCalls.isKnown(fd, SEGMENT_SIZE) ? MANY : SINGLE;
            segments = known;
        }
        return known;
    }

    /// Sends what is in the slots, `from` before `to`, with one call: how many slots went whole, or the negative
    /// errno. 0 is a part of the first, and the rest is to be sent by another call.
    ///
    /// sendmmsg(2) that sent at least one message says nothing of what the next failed with, and the kernel
    /// reports a refusal by the peer only once. With two messages or more in each call a refusal would never be
    /// seen: the first is sent, which is refused, and the second finds out. So what comes behind a short count
    /// goes alone.
    long send(List<DatagramSlot<A>> slots, int from, int to, A own, boolean connected) throws NetException {
        int most = areSegmented(slots, from, to) ? segments() : SINGLE;
        int messages = alone ? 1 : NativeIo.MAX_DATAGRAMS;
        alone = false;
        long count = fd.io.send(slots, from, to, codec, own, most, messages);
        if (count < 0) {
            boolean mayBeTheCutting =
                    most > SINGLE && isRefusal(count) && slots.get(from).meta().isSegmented();
            return mayBeTheCutting ? sendWithLess(slots, from, own, most, count) : count;
        }
        alone = connected && (count & NativeIo.SHORT) != 0;
        return count & ~NativeIo.SHORT;
    }

    private static <A> boolean areSegmented(List<DatagramSlot<A>> slots, int from, int to) {
        int end = Math.min(to, from + NativeIo.MAX_DATAGRAMS);
        for (int i = from; i < end; i++) {
            if (slots.get(i).meta().isSegmented()) {
                return true;
            }
        }
        return false;
    }

    private long sendWithLess(List<DatagramSlot<A>> slots, int from, A own, int most, long refused)
            throws NetException {
        int less = most;
        long count = refused;
        while (less > SINGLE && isRefusal(count)) {
            less = less > FEW ? FEW : SINGLE;
            count = fd.io.send(slots, from, from + 1, codec, own, less, NativeIo.MAX_DATAGRAMS);
        }
        if (count >= 0) {
            segments = less;
        }
        return count < 0 ? count : count & ~NativeIo.SHORT;
    }

    /// What a kernel or a device says that does not cut. EINVAL has other reasons, too; no ICMP error that an
    /// earlier datagram caused is told as one of the two.
    private static boolean isRefusal(long count) {
        return count == -Errno.EIO || count == -Errno.EINVAL;
    }
}
