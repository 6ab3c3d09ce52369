package dev.minato.platform.linux.sys;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.minato.error.NetException;
import dev.minato.platform.DatagramMeta;
import dev.minato.platform.DatagramSlot;
import dev.minato.platform.TryStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The calls of one socket that move the bytes of a user's buffers, and the choice of the way for each. A
/// call returns a length or the negative errno; the position of a buffer stays.
///
/// ```
///  a short message         through the loop's [BounceBuffer], if no other call has it
///  a long one              in place, heap or direct ([RecvSend])
///  several buffers         gathered into one ([VectoredIo])
///  with more than that     recvmsg(2), sendmsg(2) with control messages ([Message])
///  several datagrams       recvmmsg(2), sendmmsg(2) on the slots in place ([MessageBatch])
/// ```
public final class NativeIo {
    /// The most that one call moves: about what a socket's buffer holds, and 50 µs of copying, for which a
    /// call holds up the garbage collector.
    public static final int MAX_SIZE = 512 * 1024;

    /// The most datagrams that one call moves.
    public static final int MAX_DATAGRAMS = MessageBatch.MAX_DATAGRAMS;

    /// A bit of what [#send(List, int, int, AddressCodec, Object, int, int)] returns.
    public static final long SHORT = 1L << 32;

    private final CountedCalls calls;

    /// Whether the last message was too long to be copied: a guess for the next, which races may falsify.
    private boolean longReads;

    /// That of the loop, once there is one.
    private volatile @Nullable BounceBuffer bounceBuffer;

    public NativeIo(CountedCalls calls) {
        this.calls = calls;
    }

    public void use(BounceBuffer ofLoop) {
        bounceBuffer = ofLoop;
    }

    /// Receives at most `length` bytes from the peer, in the call of that claim: recv(2).
    public long receive(long claim, ByteBuffer into, int length, int flags) {
        BounceBuffer bounce = longReads || length > BounceBuffer.SIZE ? null : takeBounceBuffer();
        if (bounce == null) {
            CallBuffers.Piece memory = calls.lend(claim);
            try {
                return read(RecvSend.receive(memory, calls.fd(), into, length, flags, RecvSend.NO_ADDRESS));
            } finally {
                calls.giveBack(claim, memory);
            }
        }
        try {
            return read(bounce.receive(calls.fd(), into, length, flags));
        } finally {
            bounce.release();
        }
    }

    private long read(long count) {
        longReads = count > BounceBuffer.SHORT;
        return count;
    }

    /// Sends at most `length` bytes to the peer: send(2).
    public long send(ByteBuffer from, int length) throws NetException {
        long claim = calls.begin(RefCountedFd.WRITING, "write");
        try {
            return send(claim, from, length);
        } finally {
            calls.end(claim);
        }
    }

    /// As [#send(ByteBuffer, int)], in the call of that claim.
    public long send(long claim, ByteBuffer from, int length) {
        BounceBuffer bounce = length > BounceBuffer.SHORT ? null : takeBounceBuffer();
        if (bounce == null) {
            CallBuffers.Piece memory = calls.lend(claim);
            try {
                return RecvSend.send(memory, calls.fd(), from, length, Abi.MSG_NOSIGNAL, RecvSend.NO_ADDRESS);
            } finally {
                calls.giveBack(claim, memory);
            }
        }
        try {
            return bounce.send(calls.fd(), from, length, Abi.MSG_NOSIGNAL);
        } finally {
            bounce.release();
        }
    }

    /// Moves at most `length` bytes from the peer into a pipe, in the call of that claim: splice(2).
    public long spliceTo(long claim, int pipe, int length) {
        CallBuffers.Piece memory = calls.lend(claim);
        try {
            return FileCalls.splice(memory.errno, calls.fd(), pipe, length);
        } finally {
            calls.giveBack(claim, memory);
        }
    }

    /// Moves at most `length` bytes out of a pipe to the peer, in the call of that claim:
    /// splice(2).
    public long spliceFrom(long claim, int pipe, int length) {
        CallBuffers.Piece memory = calls.lend(claim);
        try {
            return FileCalls.splice(memory.errno, pipe, calls.fd(), length);
        } finally {
            calls.giveBack(claim, memory);
        }
    }

    /// Sends at most `length` bytes of a file, in the call of that claim: sendfile(2), which may wait for the
    /// disk.
    public long sendFile(long claim, int file, long position, int length) {
        CallBuffers.Piece memory = calls.lend(claim);
        try (var arena = Arena.ofConfined()) {
            MemorySegment offset = arena.allocateFrom(JAVA_LONG, position);
            long result = FileCalls.sendfile(memory.errno, calls.fd(), file, offset, length);
            // Beyond the longest file that there may be, and so beyond the end of this one.
            return result == -Errno.EOVERFLOW ? 0 : result;
        } finally {
            calls.giveBack(claim, memory);
        }
    }

    /// Receives a datagram, and tells of it: recvfrom(2); the real length, also of one that was cut.
    public <A> long receiveFrom(
            ByteBuffer into, int flags, AddressCodec<A> codec, SourceAddressDecoder<A> sources, DatagramMeta<A> told)
            throws NetException {
        long claim = calls.begin(RefCountedFd.READING, "receive");
        CallBuffers.@Nullable Piece memory = null;
        try {
            memory = calls.lend(claim);
            int room = into.remaining();
            memory.setLength(codec.size());
            long count = receive(memory, into, room, flags, codec.size());
            if (count >= 0) {
                A sender = sources.of(memory.address(), memory.length());
                told.received((int) Math.min(count, room), (int) count, sender);
            }
            return count;
        } finally {
            calls.giveBack(claim, memory);
            calls.end(claim);
        }
    }

    /// Sends a datagram to an address: sendto(2).
    public <A> long sendTo(ByteBuffer from, A to, AddressCodec<A> codec) throws NetException {
        long claim = calls.begin(RefCountedFd.WRITING, "send");
        CallBuffers.@Nullable Piece memory = null;
        try {
            memory = calls.lend(claim);
            return send(memory, from, from.remaining(), codec.write(to, memory.address(), "send"));
        } finally {
            calls.giveBack(claim, memory);
            calls.end(claim);
        }
    }

    private long receive(CallBuffers.Piece memory, ByteBuffer into, int length, int flags, int addressLength) {
        BounceBuffer bounce = longReads || length > BounceBuffer.SIZE ? null : takeBounceBuffer();
        try {
            long count = bounce == null
                    ? RecvSend.receive(memory, calls.fd(), into, length, flags, addressLength)
                    : bounce.receive(memory, calls.fd(), into, length, flags, addressLength);
            longReads = count > BounceBuffer.SHORT;
            return count;
        } finally {
            release(bounce);
        }
    }

    private long send(CallBuffers.Piece memory, ByteBuffer from, int length, int addressLength) {
        BounceBuffer bounce = length > BounceBuffer.SHORT ? null : takeBounceBuffer();
        try {
            return bounce == null
                    ? RecvSend.send(memory, calls.fd(), from, length, Abi.MSG_NOSIGNAL, addressLength)
                    : bounce.send(memory, calls.fd(), from, length, Abi.MSG_NOSIGNAL, addressLength);
        } finally {
            release(bounce);
        }
    }

    /// The loop's bounce buffer, if there is a loop and no other call has it.
    private @Nullable BounceBuffer takeBounceBuffer() {
        BounceBuffer ofLoop = bounceBuffer;
        return ofLoop != null && ofLoop.tryTake() ? ofLoop : null;
    }

    private static void release(@Nullable BounceBuffer taken) {
        if (taken != null) {
            taken.release();
        }
    }

    /// As [#receiveFrom], with what the datagram's control messages say; `own` is the socket's address.
    public <A> long receiveMessage(
            ByteBuffer into,
            int flags,
            AddressCodec<A> codec,
            SourceAddressDecoder<A> sources,
            A own,
            DatagramMeta<A> told)
            throws NetException {
        return Message.receive(calls, into, flags, codec.size(), sources, own, told);
    }

    /// As [#sendTo], from one of the machine's own addresses; `own` is the socket's.
    public <A> long sendFrom(ByteBuffer buffer, A to, A from, AddressCodec<A> codec, A own) throws NetException {
        return Message.send(calls, buffer, to, from, codec, own);
    }

    /// Receives into the slots, at most [#MAX_DATAGRAMS]; how many datagrams.
    ///
    /// @param withControl whether to receive control messages, too
    public <A> long receive(
            List<DatagramSlot<A>> slots,
            AddressCodec<A> codec,
            SourceAddressDecoder<A> sources,
            boolean withControl,
            A own)
            throws NetException {
        return MessageBatch.receive(calls, slots, codec, sources, withControl ? ControlMessages.ROOM : 0, own);
    }

    /// Sends what is in the slots, at most `messages` and [#MAX_DATAGRAMS] messages, for each of which the
    /// kernel makes up to `segments` datagrams: how many slots went whole, with [#SHORT] if the kernel did
    /// not take all of the messages; 0 for a part of the first. One that cannot be sent at all ends the
    /// batch, and fails if it is the first.
    public <A> long send(
            List<DatagramSlot<A>> slots, int from, int to, AddressCodec<A> codec, A own, int segments, int messages)
            throws NetException {
        return MessageBatch.send(calls, slots, from, to, codec, own, segments, messages);
    }

    /// Reads into several buffers with one [TryStream#tryRead] of `stream`, and moves their positions.
    public static int read(TryStream<?> stream, ByteBuffer[] buffers, int offset, int length) throws NetException {
        return VectoredIo.read(stream, buffers, offset, length);
    }

    /// Writes several buffers with one [TryStream#tryWrite] of `stream`, and moves their positions.
    public static int write(TryStream<?> stream, ByteBuffer[] buffers, int offset, int length) throws NetException {
        return VectoredIo.write(stream, buffers, offset, length);
    }
}
