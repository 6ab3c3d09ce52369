package dev.minato.platform.jdk;

import dev.minato.address.SocketAddr;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.platform.Handle;
import dev.minato.platform.Interest;
import dev.minato.platform.Outcome;
import dev.minato.platform.TryStream;
import java.io.IOException;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

final class JdkStream implements TryStream {
    /// The JDK copies a heap buffer through a direct one of the same size that it then keeps; so a try takes no
    /// more than this at once.
    private static final int LARGEST_TRY = 128 * 1024;

    private final Readiness readiness;
    private final SocketChannel channel;
    private final boolean ipv6;
    private volatile @Nullable SocketAddr local;
    private volatile @Nullable SocketAddr peer;
    private volatile boolean reset;

    /// A write was told of a reset, which the system tells once: what came before can still be read, and then
    /// the end has to be this reset.
    private volatile boolean resetAtEnd;

    JdkStream(Readiness readiness, SocketChannel channel, boolean ipv6) {
        this.readiness = readiness;
        this.channel = channel;
        this.ipv6 = ipv6;
    }

    /// Notes the addresses, while the connection still knows them.
    void connected() throws IOException {
        local = Addresses.of(channel.getLocalAddress(), ipv6);
        peer = Addresses.of(channel.getRemoteAddress(), ipv6);
    }

    @Override
    public boolean tryConnect(SocketAddr remote) throws NetException {
        try {
            boolean done = channel.isConnectionPending()
                    ? channel.finishConnect()
                    : channel.connect(remote.toInetSocketAddress());
            if (done) {
                connected();
            }
            return done;
        } catch (IOException | RuntimeException e) {
            throw Failures.of("connect", e);
        }
    }

    @Override
    public SocketAddr localAddress() {
        return known(local);
    }

    @Override
    public SocketAddr peerAddress() {
        return known(peer);
    }

    private static SocketAddr known(@Nullable SocketAddr address) {
        if (address == null) {
            throw new AssertionError("the stream was never connected");
        }
        return address;
    }

    @Override
    public int tryRead(ByteBuffer buffer) throws NetException {
        if (!buffer.hasRemaining()) {
            return closedOr(0, "read");
        }
        if (reset) {
            throw NetException.of(ErrorKind.CONNECTION_RESET, "read");
        }
        int count;
        int limit = buffer.limit();
        try {
            narrow(buffer);
            count = channel.read(buffer);
        } catch (IOException | RuntimeException e) {
            NetException failure = Failures.of("read", e);
            reset |= failure.kind() == ErrorKind.CONNECTION_RESET;
            throw failure;
        } finally {
            buffer.limit(limit);
        }
        return endOrReset(count);
    }

    @Override
    public int tryWrite(ByteBuffer buffer) throws NetException {
        int limit = buffer.limit();
        try {
            narrow(buffer);
            return channel.write(buffer);
        } catch (ClosedChannelException e) {
            // Thrown for a channel whose output is shut down, too.
            throw channel.isOpen()
                    ? NetException.builder(ErrorKind.BROKEN_PIPE, "write")
                            .cause(e)
                            .build()
                    : Failures.of("write", e);
        } catch (IOException | RuntimeException e) {
            NetException failure = Failures.of("write", e);
            resetAtEnd |= failure.kind() == ErrorKind.CONNECTION_RESET;
            throw failure;
        } finally {
            buffer.limit(limit);
        }
    }

    private int endOrReset(int count) throws NetException {
        if (count == -1 && resetAtEnd) {
            throw NetException.of(ErrorKind.CONNECTION_RESET, "read");
        }
        return count;
    }

    private static void narrow(ByteBuffer buffer) {
        if (buffer.remaining() > LARGEST_TRY) {
            buffer.limit(buffer.position() + LARGEST_TRY);
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
        try {
            channel.shutdownInput();
        } catch (IOException | RuntimeException e) {
            throw Failures.of("shutdown", e);
        }
        readiness.wakeAll(Interest.READABLE);
    }

    @Override
    public void shutdownWrite() throws NetException {
        try {
            channel.shutdownOutput();
        } catch (IOException | RuntimeException e) {
            throw Failures.of("shutdown", e);
        }
        readiness.wakeAll(Interest.WRITABLE);
    }

    @Override
    public Outcome await(Interest interest, Handle handle, long deadline) throws NetException {
        return readiness.await(interest, operation(interest), handle, deadline);
    }

    private int operation(Interest interest) {
        if (interest == Interest.READABLE) {
            return SelectionKey.OP_READ;
        }
        return channel.isConnectionPending() ? SelectionKey.OP_CONNECT : SelectionKey.OP_WRITE;
    }

    /// NIO does not say it before it is asked.
    @Override
    public boolean mayBeReady(Interest interest) {
        return true;
    }

    /// NIO reports readiness again and again.
    @Override
    public void pass(Interest interest) {}

    @Override
    public void abandon(Handle handle) {
        readiness.abandon(handle);
    }

    @Override
    public <T> void setOption(SocketOption<T> option, T value) throws NetException {
        Options.set(channel, option, value);
    }

    @Override
    public <T> T option(SocketOption<T> option) throws NetException {
        return Options.get(channel, option);
    }

    @Override
    public void close() throws NetException {
        try {
            readiness.close();
        } catch (IOException e) {
            throw Failures.of("close", e);
        }
    }
}
