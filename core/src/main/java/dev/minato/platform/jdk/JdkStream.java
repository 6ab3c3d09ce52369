package dev.minato.platform.jdk;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.platform.Endpoints;
import dev.minato.platform.Interest;
import dev.minato.platform.TryFile;
import dev.minato.platform.TryStream;
import dev.minato.platform.UserMemory;
import dev.minato.platform.Vectors;
import dev.minato.platform.kernel.CallCount;
import dev.minato.platform.kernel.StreamEnd;
import dev.minato.platform.wait.Handle;
import dev.minato.platform.wait.Outcome;
import dev.minato.platform.wait.Watcher;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

/// A connection on a socket channel.
final class JdkStream<A> extends JdkSocket<A> implements TryStream<A> {
    /// The JDK copies a heap buffer through a direct one of the same size that it then keeps; so a try takes
    /// no more than this at once.
    private static final int MAX_TRY = 128 * 1024;

    private final SocketChannel channel;
    private final Peeked peeked = new Peeked();
    private final Endpoints<A> endpoints = new Endpoints<>();

    /// Reads and peeks note what they are told under their lock; so only writes are counted.
    private final CallCount calls = new CallCount();
    private final StreamEnd end;

    /// Whether the last read was short, so that the next one would probably get nothing and waits at once
    /// instead. Data that came meanwhile ends that wait, as the selector is level-triggered. Plain, since a
    /// stale value costs a try or a wait, and nothing else.
    private boolean drained;

    JdkStream(Pollers pollers, SocketChannel channel, AddressCodec<A> codec) {
        super(pollers, channel, codec);
        this.channel = channel;
        this.end = new StreamEnd(pollers.parker(), calls);
    }

    /// Notes the addresses, while the connection still knows them.
    void connected() throws IOException {
        endpoints.connected(codec.of(channel.getLocalAddress()), codec.of(channel.getRemoteAddress()));
    }

    @Override
    public boolean tryConnect(A remote) throws NetException {
        try {
            boolean done = channel.isConnectionPending()
                    ? channel.finishConnect()
                    : channel.connect(codec.toSocketAddress(remote));
            if (done) {
                connected();
            }
            return done;
        } catch (IOException | RuntimeException e) {
            throw Failures.of("connect", e);
        }
    }

    @Override
    public Endpoints<A> endpoints() {
        return endpoints;
    }

    @Override
    public int tryRead(ByteBuffer buffer) throws NetException {
        if (!buffer.hasRemaining()) {
            return closedOr(0, "read");
        }
        UserMemory.checkRoom(buffer, "read");
        synchronized (peeked) {
            return peeked.isAny() ? closedOr(peeked.take(buffer), "read") : readChannel(buffer);
        }
    }

    private int readChannel(ByteBuffer buffer) throws NetException {
        if (end.isEnding()) {
            return atEnd("read");
        }
        int limit = buffer.limit();
        int count;
        drained = false;
        try {
            narrow(buffer);
            count = channel.read(buffer);
            drained = count >= 0 && buffer.hasRemaining();
        } catch (IOException | RuntimeException e) {
            throw failedRead("read", e);
        } finally {
            buffer.limit(limit);
        }
        return count == -1 ? end.reached("read") : count;
    }

    private int atEnd(String operation) throws NetException {
        return closedOr(0, operation) + end.read(operation);
    }

    @Override
    public int tryRead(ByteBuffer[] buffers, int offset, int length) throws NetException {
        int first = Vectors.first(buffers, offset, length);
        int count = Vectors.holding(buffers, first, offset + length - first, MAX_TRY);
        if (count == 0) {
            return closedOr(0, "read");
        }
        for (int i = first; i < first + count; i++) {
            UserMemory.checkRoom(buffers[i], "read");
        }
        synchronized (peeked) {
            return peeked.isAny()
                    ? closedOr(takePeeked(buffers, first, count), "read")
                    : readChannel(buffers, first, count);
        }
    }

    private int takePeeked(ByteBuffer[] buffers, int first, int count) {
        int taken = 0;
        for (int i = first; i < first + count && peeked.isAny(); i++) {
            taken += peeked.take(buffers[i]);
        }
        return taken;
    }

    private int readChannel(ByteBuffer[] buffers, int first, int count) throws NetException {
        if (end.isEnding()) {
            return atEnd("read");
        }
        ByteBuffer last = buffers[first + count - 1];
        int limit = last.limit();
        int got;
        drained = false;
        try {
            narrow(buffers, first, count);
            got = (int) channel.read(buffers, first, count);
        } catch (IOException | RuntimeException e) {
            throw failedRead("read", e);
        } finally {
            last.limit(limit);
        }
        return got == -1 ? end.reached("read") : got;
    }

    /// Cuts the last of the buffers, so that all together have no more than a try takes.
    private static void narrow(ByteBuffer[] buffers, int first, int count) {
        int left = MAX_TRY;
        for (int i = first; i < first + count - 1; i++) {
            left -= buffers[i].remaining();
        }
        ByteBuffer last = buffers[first + count - 1];
        last.limit(last.position() + Math.min(left, last.remaining()));
    }

    @Override
    public int tryPeek(ByteBuffer buffer) throws NetException {
        if (!buffer.hasRemaining()) {
            return closedOr(0, "peek");
        }
        UserMemory.checkRoom(buffer, "peek");
        int count;
        synchronized (peeked) {
            if (end.isEnding() && !peeked.isAny()) {
                return atEnd("peek");
            }
            count = peekChannel(buffer);
            if (count == -1) {
                return end.reached("peek");
            }
        }
        if (count > 0) {
            // The selector no longer reports what is not in the channel any more.
            registration.readable.wakeAll();
        }
        return count;
    }

    /// A failure comes behind the bytes that were peeked at before; the channel tells of it again.
    private int peekChannel(ByteBuffer buffer) throws NetException {
        try {
            return peeked.peek(buffer, channel);
        } catch (IOException | RuntimeException e) {
            NetException failure = failedRead("peek", e);
            int held = peeked.look(buffer);
            if (held == 0) {
                throw failure;
            }
            return closedOr(held, "peek");
        }
    }

    private NetException failedRead(String operation, Exception e) {
        drained = false;
        return end.note(Failures.of(operation, e));
    }

    @Override
    public int tryWrite(ByteBuffer buffer) throws NetException {
        UserMemory.checkBytes(buffer, "write");
        int limit = buffer.limit();
        boolean counted = calls.enter();
        try {
            narrow(buffer);
            return channel.write(buffer);
        } catch (IOException | RuntimeException e) {
            throw failedWrite(e);
        } finally {
            leave(counted);
            buffer.limit(limit);
        }
    }

    @Override
    public int tryWrite(ByteBuffer[] buffers, int offset, int length) throws NetException {
        int first = Vectors.first(buffers, offset, length);
        int count = Vectors.holding(buffers, first, offset + length - first, MAX_TRY);
        if (count <= 1) {
            return count == 0 ? closedOr(0, "write") : tryWrite(buffers[first]);
        }
        for (int i = first; i < first + count; i++) {
            UserMemory.checkBytes(buffers[i], "write");
        }
        ByteBuffer last = buffers[first + count - 1];
        int limit = last.limit();
        boolean counted = calls.enter();
        try {
            narrow(buffers, first, count);
            return (int) channel.write(buffers, first, count);
        } catch (IOException | RuntimeException e) {
            throw failedWrite(e);
        } finally {
            leave(counted);
            last.limit(limit);
        }
    }

    /// `transferTo` says 0 for both, the end of the file and not now. Where the file ends a read says: its size
    /// need not, as that of a file of /sys.
    @Override
    public int trySendFile(TryFile file, long position, int count) throws NetException {
        FileChannel opened = file.channel().orElse(null);
        if (opened == null) {
            return TryStream.super.trySendFile(file, position, count);
        }
        int sent = transfer(opened, position, count);
        return sent == 0 && file.read(ByteBuffer.allocate(1), position) == -1 ? -1 : sent;
    }

    private int transfer(FileChannel file, long position, int count) throws NetException {
        boolean counted = calls.enter();
        try {
            return (int) file.transferTo(position, count, channel);
        } catch (IOException | RuntimeException e) {
            throw failedWrite(e);
        } finally {
            leave(counted);
        }
    }

    private void leave(boolean counted) {
        if (calls.exit(counted)) {
            end.decided();
        }
    }

    /// A channel whose output is shut down throws as a closed one.
    private NetException failedWrite(Exception e) {
        if (e instanceof ClosedChannelException && channel.isOpen()) {
            return NetException.builder(ErrorKind.BROKEN_PIPE, "write").cause(e).build();
        }
        drained = false;
        return end.note(Failures.of("write", e));
    }

    private static void narrow(ByteBuffer buffer) {
        if (buffer.remaining() > MAX_TRY) {
            buffer.limit(buffer.position() + MAX_TRY);
        }
    }

    private int closedOr(int result, String operation) throws NetException {
        if (!channel.isOpen()) {
            throw NetException.of(ErrorKind.CLOSED, operation);
        }
        return result;
    }

    @Override
    public void shutdownRead() throws NetException {
        shutdown(Interest.READABLE);
        drained = false;
        peeked.clear();
        registration.readable.wakeAll();
    }

    @Override
    public void shutdownWrite() throws NetException {
        shutdown(Interest.WRITABLE);
        registration.writable.wakeAll();
    }

    private void shutdown(Interest direction) throws NetException {
        try {
            SocketChannel _ = direction == Interest.READABLE ? channel.shutdownInput() : channel.shutdownOutput();
        } catch (IOException | RuntimeException e) {
            throw Failures.of("shutdown", e);
        }
    }

    @Override
    public Outcome await(Interest interest, Handle handle, long deadline) throws NetException {
        if (interest == Interest.READABLE && end.isUndecided()) {
            return end.await(handle, deadline);
        }
        Outcome outcome = super.await(interest, handle, deadline);
        if (interest == Interest.READABLE) {
            drained = false;
        }
        return outcome;
    }

    @Override
    public int operation(Interest interest) {
        boolean connecting = interest == Interest.WRITABLE && channel.isConnectionPending();
        return connecting ? SelectionKey.OP_CONNECT : super.operation(interest);
    }

    @Override
    public boolean isHeld(Interest interest) {
        return interest == Interest.READABLE && peeked.isAny();
    }

    @Override
    public boolean mayBeReady(Interest interest) {
        return interest == Interest.WRITABLE || !drained || peeked.isAny();
    }

    @Override
    public boolean watch(Interest interest, Watcher watcher) throws NetException {
        boolean ended = interest == Interest.READABLE && end.isEnding();
        return ended || super.watch(interest, watcher);
    }

    @Override
    public void abandon(Handle handle) {
        super.abandon(handle);
        end.abandon(handle);
    }

    @Override
    public void close() throws NetException {
        end.close();
        super.close();
    }
}
