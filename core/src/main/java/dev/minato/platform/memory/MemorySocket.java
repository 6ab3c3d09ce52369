package dev.minato.platform.memory;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.platform.Endpoints;
import dev.minato.platform.Interest;
import dev.minato.platform.Platform;
import dev.minato.platform.TryStream;
import dev.minato.platform.wait.Handle;
import dev.minato.platform.wait.Outcome;
import dev.minato.platform.wait.Parker;
import dev.minato.platform.wait.Watcher;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/// One end of a connection in memory: reads from one [MemoryPipe], writes to the other.
///
/// It ends as a TCP connection does: a close with unread bytes is a reset, and so is one with a linger time of
/// zero. Of options it has that one, and the sizes of its buffers, which are the capacity of the pipes.
///
/// @param <A> its addresses
public final class MemorySocket<A> implements TryStream<A> {
    private final Endpoints<A> endpoints = new Endpoints<>();
    private final MemoryPipe incoming;
    private final MemoryPipe outgoing;
    private final AtomicBoolean open = new AtomicBoolean(true);
    private volatile boolean resetAtClose;

    private MemorySocket(A local, A peer, MemoryPipe incoming, MemoryPipe outgoing) {
        endpoints.connected(local, peer);
        this.incoming = incoming;
        this.outgoing = outgoing;
    }

    /// Makes two that are connected to each other, each direction with room for `capacity` bytes.
    public static <A> Platform.Both<TryStream<A>> pair(Parker parker, int capacity, A first, A second) {
        var there = new MemoryPipe(parker, capacity);
        var back = new MemoryPipe(parker, capacity);
        return new Platform.Both<>(
                new MemorySocket<>(first, second, back, there), new MemorySocket<>(second, first, there, back));
    }

    /// True: it is connected from the start.
    @Override
    public boolean tryConnect(A remote) {
        return true;
    }

    @Override
    public Endpoints<A> endpoints() {
        return endpoints;
    }

    @Override
    public int tryRead(ByteBuffer buffer) throws NetException {
        return incoming.read(buffer);
    }

    @Override
    public int tryRead(ByteBuffer[] buffers, int offset, int length) throws NetException {
        return incoming.read(buffers, offset, length);
    }

    @Override
    public int tryPeek(ByteBuffer buffer) throws NetException {
        return incoming.peek(buffer);
    }

    @Override
    public int tryWrite(ByteBuffer buffer) throws NetException {
        return outgoing.write(buffer);
    }

    @Override
    public int tryWrite(ByteBuffer[] buffers, int offset, int length) throws NetException {
        return outgoing.write(buffers, offset, length);
    }

    @Override
    public void shutdownRead() throws NetException {
        incoming.shutDownReading();
    }

    @Override
    public void shutdownWrite() throws NetException {
        outgoing.shutDownWriting();
    }

    private ReadinessState readiness(Interest interest) {
        return interest == Interest.READABLE ? incoming.readers : outgoing.writers;
    }

    @Override
    public Outcome await(Interest interest, Handle handle, long deadline) {
        return readiness(interest).await(handle, deadline);
    }

    @Override
    public boolean mayBeReady(Interest interest) {
        return readiness(interest).isReady();
    }

    @Override
    public boolean isReadyNow(Interest interest, long since) {
        return readiness(interest).isReady();
    }

    @Override
    public void pass(Interest interest) {
        readiness(interest).passWakeup();
    }

    @Override
    public boolean watch(Interest interest, Watcher watcher) {
        return readiness(interest).watch(watcher);
    }

    @Override
    public void unwatch(Interest interest, Watcher watcher) {
        readiness(interest).unwatch(watcher);
    }

    @Override
    public void abandon(Handle handle) {
        incoming.readers.abandon(handle);
        outgoing.writers.abandon(handle);
    }

    @Override
    public <T> void setOption(SocketOption<T> option, T value) throws NetException {
        if (!option.equals(StandardSocketOptions.SO_LINGER)) {
            throw NetException.of(ErrorKind.UNSUPPORTED, "set " + option.name());
        }
        resetAtClose = value.equals(0);
    }

    @Override
    public <T> T option(SocketOption<T> option) throws NetException {
        if (option.equals(StandardSocketOptions.SO_SNDBUF)) {
            return option.type().cast(outgoing.capacity());
        }
        if (option.equals(StandardSocketOptions.SO_RCVBUF)) {
            return option.type().cast(incoming.capacity());
        }
        throw NetException.of(ErrorKind.UNSUPPORTED, "get " + option.name());
    }

    /// Empty: no failure is known before a call is told of it.
    @Override
    public Optional<NetException> takeError() {
        return Optional.empty();
    }

    @Override
    public void close() {
        if (open.compareAndSet(true, false)) {
            boolean resets = incoming.closeReading(resetAtClose, !outgoing.isWritingOver());
            outgoing.closeWriting(resets);
        }
    }
}
