package dev.minato.platform.linux.sys;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;

/// A loop's native bounce buffer for short messages, which one call at a time may use.
///
/// A user's buffer reaches the kernel as an object that the compiler does not always remove ([RecvSend] says
/// when). Through here its bytes are copied, and the address is a plain number: nothing to allocate, whatever
/// the program mixes.
///
/// Measured over loopback, a send and its receive together, copied and not (`NativeTransfer` of the bench):
/// 1.46 and 1.40 µs for 64 bytes, which is within the spread; 2.45 and 2.28 µs for 4 KiB; 8.6 and 7.5 µs
/// for 64 KiB. So what is longer than [#SHORT] goes without the copy.
public final class BounceBuffer {
    /// The longest message that is worth a copy.
    static final int SHORT = 4 * 1024;

    /// Room for a read, which cannot know how much will come.
    static final int SIZE = 64 * 1024;

    private static final VarHandle TAKEN;

    static {
        try {
            TAKEN = MethodHandles.lookup().findVarHandle(BounceBuffer.class, "taken", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final ByteBuffer bytes;
    private final long address;

    /// For calls without a socket address: one piece for all sockets of the loop, which stays in the cache.
    private final CallBuffers.Piece own = new CallBuffers.Piece(Arena.global().allocate(64, 64));

    @SuppressWarnings("UnusedVariable") // through the VarHandle
    private volatile boolean taken;

    public BounceBuffer() {
        MemorySegment memory = Arena.global().allocate(SIZE, 64);
        bytes = memory.asByteBuffer();
        address = memory.address();
    }

    /// Claims it for one call; false while another thread's call has it.
    public boolean tryTake() {
        return !taken && TAKEN.compareAndSet(this, false, true);
    }

    /// Ends the claim.
    public void release() {
        TAKEN.setRelease(this, false);
    }

    /// The memory for what a call takes beside its bytes, up to 56 bytes, for the thread that has claimed it.
    public CallBuffers.Piece arguments() {
        return own;
    }

    /// Receives at most [#SIZE] bytes from the peer: as [RecvSend#receive].
    long receive(int fd, ByteBuffer into, int length, int flags) {
        return receive(own, fd, into, length, flags, RecvSend.NO_ADDRESS);
    }

    /// Sends at most [#SHORT] bytes to the peer: as [RecvSend#send].
    long send(int fd, ByteBuffer from, int length, int flags) {
        return send(own, fd, from, length, flags, RecvSend.NO_ADDRESS);
    }

    /// As [RecvSend#receive], of at most [#SIZE] bytes; the real length, also of a datagram that was cut.
    long receive(CallBuffers.Piece memory, int fd, ByteBuffer into, int length, int flags, int addressLength) {
        long count = RecvSend.receive(memory, fd, address, length, flags, addressLength);
        if (count > 0) {
            into.put(into.position(), bytes, 0, (int) Math.min(count, length));
        }
        return count;
    }

    /// As [RecvSend#send], of at most [#SHORT] bytes.
    long send(CallBuffers.Piece memory, int fd, ByteBuffer from, int length, int flags, int addressLength) {
        bytes.put(0, from, from.position(), length);
        return RecvSend.send(memory, fd, address, length, flags, addressLength);
    }
}
