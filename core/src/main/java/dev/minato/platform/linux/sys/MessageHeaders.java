package dev.minato.platform.linux.sys;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.minato.platform.DatagramMeta;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// The headers of one or several datagrams in native memory, with the buffers that they point to; see [Abi]
/// for the layouts. The first is a `msghdr`, too.
///
/// ```
///  headers     mmsghdr 0 │ mmsghdr 1 │ …          what came or went, and pointers to:
///  vectors     iovec 0   │ iovec 1   │ …            ──▶ the bytes of a datagram
///  addresses   128 bytes │ 128 bytes │ …
///  controls    256 bytes │ 256 bytes │ …            see [ControlMessages]
/// ```
final class MessageHeaders {
    private static final int ADDRESS_ROOM = 128;
    private static final long NULL = 0;

    /// The argument of recvmsg(2), sendmsg(2), recvmmsg(2) and sendmmsg(2).
    final MemorySegment memory;

    private final MemorySegment vectors;
    private final MemorySegment[] addresses;
    private final MemorySegment[] controls;

    MessageHeaders(int count) {
        Arena arena = Arena.global();
        memory = arena.allocate((long) count * Abi.MMSGHDR_SIZE, 8);
        vectors = arena.allocate((long) count * Abi.IOVEC_SIZE, 8);
        addresses = slices(arena, count, ADDRESS_ROOM);
        controls = slices(arena, count, ControlMessages.ROOM);
        for (int i = 0; i < count; i++) {
            memory.set(JAVA_LONG, at(i) + Abi.MSG_IOV, vectors.address() + (long) i * Abi.IOVEC_SIZE);
            memory.set(JAVA_LONG, at(i) + Abi.MSG_IOVLEN, 1);
        }
    }

    private static MemorySegment[] slices(Arena arena, int count, long size) {
        MemorySegment whole = arena.allocate(count * size, 8);
        var slices = new MemorySegment[count];
        for (int i = 0; i < count; i++) {
            slices[i] = whole.asSlice(i * size, size);
        }
        return slices;
    }

    private static long at(int i) {
        return (long) i * Abi.MMSGHDR_SIZE;
    }

    /// Points at the bytes of a datagram, or at room for them.
    void setBytes(int i, long address, long length) {
        vectors.set(JAVA_LONG, (long) i * Abi.IOVEC_SIZE + Abi.IOV_BASE, address);
        vectors.set(JAVA_LONG, (long) i * Abi.IOVEC_SIZE + Abi.IOV_LEN, length);
    }

    /// How many bytes it has, or has room for.
    int length(int i) {
        return (int) vectors.get(JAVA_LONG, (long) i * Abi.IOVEC_SIZE + Abi.IOV_LEN);
    }

    MemorySegment address(int i) {
        return addresses[i];
    }

    /// Points at [#address], of which so many bytes count: 0 for no address.
    void setAddress(int i, int length) {
        memory.set(JAVA_LONG, at(i) + Abi.MSG_NAME, length == 0 ? NULL : addresses[i].address());
        memory.set(JAVA_INT, at(i) + Abi.MSG_NAMELEN, length);
    }

    MemorySegment control(int i) {
        return controls[i];
    }

    /// Points at [#control], of which so many bytes count: 0 for no control messages.
    void setControl(int i, int length) {
        memory.set(JAVA_LONG, at(i) + Abi.MSG_CONTROL, length == 0 ? NULL : controls[i].address());
        memory.set(JAVA_LONG, at(i) + Abi.MSG_CONTROLLEN, length);
    }

    /// The real length of a datagram that recvmmsg(2) received, with MSG_TRUNC.
    int realLength(int i) {
        return memory.get(JAVA_INT, at(i) + Abi.MSG_LEN);
    }

    <A> A sender(int i, SourceAddressDecoder<A> sources) {
        return sources.of(addresses[i], memory.get(JAVA_INT, at(i) + Abi.MSG_NAMELEN));
    }

    /// Reads the control messages that came with a datagram; `own` is the socket's address.
    <A> void readControl(int i, SourceAddressDecoder<A> sources, A own, DatagramMeta<A> into) {
        long length = memory.get(JAVA_LONG, at(i) + Abi.MSG_CONTROLLEN);
        if (length > 0) {
            ControlMessages.read(controls[i], length, sources, own, into);
        }
    }
}
