package dev.minato.platform.linux;

import dev.minato.address.SocketAddr;
import dev.minato.address.UnixAddr;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.platform.Handle;
import dev.minato.platform.Interest;
import dev.minato.platform.Outcome;
import dev.minato.platform.Setting;
import dev.minato.platform.TryStream;
import dev.minato.platform.UserMemory;
import dev.minato.platform.Watcher;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

final class LinuxStream<A> implements TryStream<A> {
    private final LinuxSocket socket;
    private final AddressForm<A> form;
    private volatile @Nullable A local;
    private volatile @Nullable A peer;

    /// The error number of the failure that ended the stream, which every later read fails with; 0 for none.
    private volatile int fatal;

    private volatile boolean readShutdown;

    /// A stream that is to connect.
    LinuxStream(LinuxSocket socket, AddressForm<A> form) {
        this.socket = socket;
        this.form = form;
    }

    /// A stream that was accepted.
    LinuxStream(LinuxSocket socket, AddressForm<A> form, A local, A peer) {
        this.socket = socket;
        this.form = form;
        this.local = local;
        this.peer = peer;
    }

    static <A> LinuxStream<A> open(
            LinuxPlatform platform, AddressForm<A> form, Optional<A> local, List<Setting<?>> settings)
            throws NetException {
        String operation = local.isPresent() ? "bind" : "connect";
        LinuxSocket socket = LinuxSocket.open(platform, form, Abi.SOCK_STREAM, operation);
        try {
            Options.set(socket, settings);
            if (local.isPresent()) {
                if (local.get() instanceof SocketAddr internet && internet.port() == 0) {
                    Options.chooseLocalPortAtConnect(socket);
                }
                socket.bind(local.get(), form);
            }
            return new LinuxStream<>(socket, form);
        } catch (Throwable failed) {
            socket.close();
            throw failed;
        }
    }

    static LinuxStream<UnixAddr> endOfPair(LinuxSocket socket) {
        return new LinuxStream<>(socket, UnixForm.INSTANCE, UnixAddr.unnamed(), UnixAddr.unnamed());
    }

    /// The first call starts; the next ones ask how it went, with the same system call.
    @Override
    public boolean tryConnect(A remote) throws NetException {
        long seen = socket.writable.seen();
        long result = socket.calls.call(Descriptor.WRITING, "connect", (fd, memory) -> {
            int length = form.write(remote, memory.address(), "connect");
            return Libc.connect(memory.errno, fd, memory.address(), length);
        });
        if (result == -Errno.EINPROGRESS || result == -Errno.EALREADY) {
            socket.writable.exhausted(seen);
            return false;
        }
        if (result < 0 && result != -Errno.EISCONN) {
            throw Errno.of("connect", (int) -result);
        }
        local = socket.systemAddress("connect", form);
        peer = socket.systemPeer("connect", form, remote);
        return true;
    }

    @Override
    public A localAddress() {
        return known(local);
    }

    @Override
    public A peerAddress() {
        return known(peer);
    }

    private A known(@Nullable A address) {
        if (address == null) {
            throw new AssertionError("the stream was never connected");
        }
        return address;
    }

    @Override
    public int tryRead(ByteBuffer buffer) throws NetException {
        int length = Math.min(buffer.remaining(), Transfer.LARGEST);
        if (length == 0 || fatal != 0 || readShutdown) {
            // The wake that brought this reader here is for all of them.
            socket.readable.passOn();
            return withoutReading(length);
        }
        UserMemory.checkRoom(buffer, "read");
        Edge edge = socket.readable;
        long seen = edge.seen();
        try {
            long count = socket.calls.receive(buffer, length, 0);
            if (socket.isDrainedBy(count, length)) {
                edge.exhausted(seen);
            } else {
                edge.satisfied(seen);
            }
            if (count > 0) {
                buffer.position(buffer.position() + (int) count);
                return (int) count;
            }
            return count == 0 ? -1 : failedRead((int) -count);
        } catch (IllegalStateException | WrongThreadException e) {
            throw UserMemory.unusable("read", e);
        } finally {
            edge.passOn();
        }
    }

    @Override
    public int tryRead(ByteBuffer[] buffers, int offset, int length) throws NetException {
        return Vectored.read(this, buffers, offset, length);
    }

    /// What a peek found stays, so it says nothing of what a read would leave.
    @Override
    public int tryPeek(ByteBuffer buffer) throws NetException {
        int length = Math.min(buffer.remaining(), Transfer.LARGEST);
        if (length == 0 || fatal != 0 || readShutdown) {
            socket.readable.passOn();
            return withoutReading(length);
        }
        UserMemory.checkRoom(buffer, "peek");
        Edge edge = socket.readable;
        long seen = edge.seen();
        try {
            long count = socket.calls.receive(buffer, length, Abi.MSG_PEEK);
            if (count == -Errno.EAGAIN) {
                edge.exhausted(seen);
            }
            if (count > 0) {
                buffer.position(buffer.position() + (int) count);
                return (int) count;
            }
            return count == 0 ? -1 : failedRead((int) -count);
        } catch (IllegalStateException | WrongThreadException e) {
            throw UserMemory.unusable("peek", e);
        } finally {
            edge.passOn();
        }
    }

    private int withoutReading(int length) throws NetException {
        if (socket.isClosing()) {
            throw NetException.of(ErrorKind.CLOSED, "read");
        }
        if (length == 0) {
            return 0;
        }
        if (fatal != 0) {
            throw Errno.of("read", fatal);
        }
        return -1;
    }

    private int failedRead(int errno) throws NetException {
        if (errno == Errno.EAGAIN) {
            return 0;
        }
        note(errno);
        throw Errno.of("read", errno);
    }

    private void note(int errno) {
        if (Errno.isFatal(errno)) {
            fatal = errno;
        }
    }

    @Override
    public int tryWrite(ByteBuffer buffer) throws NetException {
        int length = Math.min(buffer.remaining(), Transfer.LARGEST);
        if (length == 0) {
            return withoutWriting();
        }
        Edge edge = socket.writable;
        long seen = edge.seen();
        try {
            long count = socket.calls.send(buffer, length);
            if (count < length && (count > 0 || count == -Errno.EAGAIN)) {
                edge.exhausted(seen);
            } else {
                edge.satisfied(seen);
            }
            if (count > 0) {
                buffer.position(buffer.position() + (int) count);
                return (int) count;
            }
            return failedWrite((int) -count);
        } catch (IllegalStateException | WrongThreadException e) {
            throw UserMemory.unusable("write", e);
        } finally {
            edge.passOn();
        }
    }

    @Override
    public int tryWrite(ByteBuffer[] buffers, int offset, int length) throws NetException {
        return Vectored.write(this, buffers, offset, length);
    }

    private int withoutWriting() throws NetException {
        if (socket.isClosing()) {
            throw NetException.of(ErrorKind.CLOSED, "write");
        }
        return 0;
    }

    private int failedWrite(int errno) throws NetException {
        if (errno == Errno.EAGAIN) {
            return 0;
        }
        note(errno);
        throw Errno.of("write", errno);
    }

    @Override
    public void shutdownRead() throws NetException {
        readShutdown = true;
        shutdown(Abi.SHUT_RD);
        socket.readable.wakeAll();
    }

    @Override
    public void shutdownWrite() throws NetException {
        shutdown(Abi.SHUT_WR);
        socket.writable.wakeAll();
    }

    /// A connection that is over already is no error.
    private void shutdown(int how) throws NetException {
        long result =
                socket.calls.call(Descriptor.WRITING, "shutdown", (fd, memory) -> Libc.shutdown(memory.errno, fd, how));
        if (result < 0 && result != -Errno.ENOTCONN) {
            throw Errno.of("shutdown", (int) -result);
        }
    }

    @Override
    public Outcome await(Interest interest, Handle handle, long deadline) throws NetException {
        return socket.await(interest, handle, deadline);
    }

    @Override
    public boolean mayBeReady(Interest interest) {
        return fatal != 0 || readShutdown || socket.mayBeReady(interest);
    }

    @Override
    public boolean isReadyNow(Interest interest, long since) {
        return socket.isReadyNow(interest);
    }

    @Override
    public void pass(Interest interest) {
        socket.edge(interest).passOn();
    }

    @Override
    public boolean watch(Interest interest, Watcher watcher) throws NetException {
        boolean ended = fatal != 0 || readShutdown;
        return (ended && interest == Interest.READABLE) || socket.watch(interest, watcher);
    }

    @Override
    public void unwatch(Interest interest, Watcher watcher) {
        socket.edge(interest).unwatch(watcher);
    }

    @Override
    public void abandon(Handle handle) {
        socket.abandon(handle);
    }

    @Override
    public <T> void setOption(SocketOption<T> option, T value) throws NetException {
        Options.set(socket, option, value);
    }

    @Override
    public <T> T option(SocketOption<T> option) throws NetException {
        return Options.get(socket, option);
    }

    @Override
    public Optional<NetException> takeError() throws NetException {
        return Options.takeError(socket);
    }

    @Override
    public void close() throws NetException {
        socket.close();
    }
}
