package dev.minato.platform.linux.sys;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import dev.minato.error.NetException;
import dev.minato.platform.DatagramMeta;
import dev.minato.platform.PacketFields;
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

    private static final int IPV4_CLASS = kind(Abi.IPPROTO_IP, Abi.IP_TOS);
    private static final int IPV6_CLASS = kind(Abi.IPPROTO_IPV6, Abi.IPV6_TCLASS);
    private static final int IPV4_HOPS = kind(Abi.IPPROTO_IP, Abi.IP_TTL);
    private static final int IPV6_HOPS = kind(Abi.IPPROTO_IPV6, Abi.IPV6_HOPLIMIT);
    private static final int TIME = kind(Abi.SOL_SOCKET, Abi.SO_TIMESTAMPNS);
    private static final long NANOS = 1_000_000_000;
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
            } else {
                readField(kind, control, data, into.packet());
            }
            at += aligned(Math.max(Abi.CMSG_DATA, control.get(JAVA_LONG, at + Abi.CMSG_LEN)));
        }
        if (ipv4 != NONE || ipv6 != NONE) {
            into.setLocal(sources.local(control, ipv4, ipv6, own));
            long index = ipv4 != NONE ? ipv4 + Abi.IPI_IFINDEX : ipv6 + Abi.IPI6_IFINDEX;
            into.packet().setInterfaceIndex(control.get(JAVA_INT, index));
        }
    }

    /// Reads a message of one of the kinds that are not about addresses; passes over one of no known kind.
    private static void readField(int kind, MemorySegment control, long data, PacketFields into) {
        if (kind == IPV4_CLASS) {
            // A byte, by a whim of the kernel's; all others are ints.
            into.setTrafficClass(control.get(JAVA_BYTE, data));
        } else if (kind == IPV6_CLASS) {
            into.setTrafficClass(control.get(JAVA_INT, data));
        } else if (kind == IPV4_HOPS || kind == IPV6_HOPS) {
            into.setHopLimit(control.get(JAVA_INT, data));
        } else if (kind == TIME) {
            long seconds = control.get(JAVA_LONG, data + Abi.TV_SEC);
            into.setTime(seconds * NANOS + control.get(JAVA_LONG, data + Abi.TV_NSEC));
        }
    }

    /// Writes what is to be sent with a datagram, and returns its length: 0 for nothing. `own` is the
    /// socket's address.
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
        return meta.ecn() == PacketFields.UNKNOWN ? at : writeEcn(meta.ecn(), codec.family(), control, at);
    }

    /// Writes the ECN codepoint at `at`, and returns where it ends. To an IPv4 receiver an IPv6 socket needs
    /// it as IPv4 has it; the kernel passes over the message of the other family.
    private static int writeEcn(int ecn, int family, MemorySegment control, int at) {
        int end = number(control, at, Abi.IPPROTO_IP, Abi.IP_TOS, ecn);
        return family == Abi.AF_INET6 ? number(control, end, Abi.IPPROTO_IPV6, Abi.IPV6_TCLASS, ecn) : end;
    }

    private static int number(MemorySegment control, int at, int level, int type, int value) {
        control.set(JAVA_INT, header(control, at, level, type, Integer.BYTES), value);
        return end(at, Integer.BYTES);
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
