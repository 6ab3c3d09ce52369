package dev.minato.platform.linux.sys;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import dev.minato.error.NetException;
import dev.minato.platform.DatagramMeta;
import java.lang.foreign.MemorySegment;

/// The control messages of one datagram, in native memory: what the kernel says beside its bytes and its
/// address, and what it is told. See [Abi] for the layout, cmsg(3), RFC 3542 section 20.
///
/// ```
///  at             at + 16           end(at, size), a multiple of 8
///  │ len level type │ data   (pad) │ len level type │ data …
///                   ▲
///                   what header(…) returns, and what a reader of one kind is given
/// ```
///
/// To read another kind is a case in [#read]; to write one is a line in [#write].
final class ControlMessages {
    /// Room for one message of each kind, each with its padding (CMSG_SPACE).
    static final int ROOM = 256;

    /// The place of a message that is not there.
    static final long NONE = -1;

    private static final int IPV4_INFO = kind(Abi.IPPROTO_IP, Abi.IP_PKTINFO);
    private static final int IPV6_INFO = kind(Abi.IPPROTO_IPV6, Abi.IPV6_PKTINFO);

    private static final int COALESCED = kind(Abi.IPPROTO_UDP, Abi.UDP_GRO);

    private ControlMessages() {}

    /// One number for the two that say what a message is; both are small.
    private static int kind(int level, int type) {
        return level << 16 | type;
    }

    /// Reads `length` bytes of messages, all kinds that are known; `own` is the socket's address.
    static <A> void read(
            MemorySegment control, long length, SourceAddressDecoder<A> sources, A own, DatagramMeta<A> into) {
        long ipv4 = NONE;
        long ipv6 = NONE;
        long at = 0;
        while (at + Abi.CMSG_DATA <= length) {
            long data = at + Abi.CMSG_DATA;
            int kind = kind(control.get(JAVA_INT, at + Abi.CMSG_LEVEL), control.get(JAVA_INT, at + Abi.CMSG_TYPE));
            if (kind == IPV4_INFO) {
                ipv4 = data;
            } else if (kind == IPV6_INFO) {
                ipv6 = data;
            } else if (kind == COALESCED) {
                into.setSegmentSize(control.get(JAVA_INT, data));
            }
            at += aligned(Math.max(Abi.CMSG_DATA, control.get(JAVA_LONG, at + Abi.CMSG_LEN)));
        }
        if (ipv4 != NONE || ipv6 != NONE) {
            into.setLocal(sources.local(control, ipv4, ipv6, own));
        }
    }

    /// Writes what is to be sent with a datagram, and returns its length: 0 for nothing. `own` is the socket's
    /// address.
    ///
    /// @param cut whether the kernel is to cut the bytes into several datagrams
    static <A> int write(DatagramMeta<A> meta, A own, AddressCodec<A> codec, boolean cut, MemorySegment control)
            throws NetException {
        int at = 0;
        if (meta.local().isPresent()) {
            at = codec.writeLocal(meta.local().get(), own, control, at, "send");
        }
        if (cut) {
            int data = header(control, at, Abi.IPPROTO_UDP, Abi.UDP_SEGMENT, Short.BYTES);
            control.set(JAVA_SHORT_UNALIGNED, data, (short) meta.segmentSize());
            at = end(at, Short.BYTES);
        }
        return at;
    }

    /// Writes the header of a message at `at` and clears its data, which begin where it returns.
    static int header(MemorySegment control, int at, int level, int type, int size) {
        for (int i = at + Abi.CMSG_DATA; i < end(at, size); i += Long.BYTES) {
            control.set(JAVA_LONG, i, 0);
        }
        control.set(JAVA_LONG, at + Abi.CMSG_LEN, Abi.CMSG_DATA + size);
        control.set(JAVA_INT, at + Abi.CMSG_LEVEL, level);
        control.set(JAVA_INT, at + Abi.CMSG_TYPE, type);
        return at + Abi.CMSG_DATA;
    }

    /// Where a message at `at` with so many bytes of data ends, and the next begins.
    static int end(int at, int size) {
        return (int) aligned(at + Abi.CMSG_DATA + size);
    }

    private static long aligned(long length) {
        return (length + 7) & -8L;
    }
}
