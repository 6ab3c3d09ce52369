package dev.minato.platform.linux;

import dev.minato.address.SocketAddr;
import dev.minato.address.UnixAddr;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.platform.Interest;
import dev.minato.platform.Setting;
import dev.minato.platform.StreamEnd;
import dev.minato.platform.TryStream;
import dev.minato.platform.UserMemory;
import dev.minato.platform.linux.loop.ReadinessState;
import dev.minato.platform.linux.sys.Abi;
import dev.minato.platform.linux.sys.AddressCodec;
import dev.minato.platform.linux.sys.Errno;
import dev.minato.platform.linux.sys.Libc;
import dev.minato.platform.linux.sys.NativeIo;
import dev.minato.platform.linux.sys.RefCountedFd;
import dev.minato.platform.linux.sys.UnixAddressCodec;
import dev.minato.platform.wait.Handle;
import dev.minato.platform.wait.Outcome;
import dev.minato.platform.wait.Watcher;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

final class LinuxStream<A> implements TryStream<A> {
    private final LinuxSocket socket;
    private final AddressCodec<A> codec;
    private final StreamEnd end;
    private volatile @Nullable A local;
    private volatile @Nullable A peer;

    private volatile boolean readShutdown;

    /// A stream that is to connect.
    LinuxStream(LinuxSocket socket, AddressCodec<A> codec) {
        this.socket = socket;
        this.codec = codec;
        this.end = new StreamEnd(socket.platform().parker());
    }

    /// A stream that was accepted.
    LinuxStream(LinuxSocket socket, AddressCodec<A> codec, A local, A peer) {
        this.socket = socket;
        this.codec = codec;
        this.end = new StreamEnd(socket.platform().parker());
        this.local = local;
        this.peer = peer;
    }

    static <A> LinuxStream<A> open(
            LinuxPlatform platform, AddressCodec<A> codec, Optional<A> local, List<Setting<?>> settings)
            throws NetException {
        String operation = local.isPresent() ? "bind" : "connect";
        LinuxSocket socket = LinuxSocket.open(platform, codec, Abi.SOCK_STREAM, operation);
        try {
            Options.set(socket, settings);
            if (local.isPresent()) {
                if (local.get() instanceof SocketAddr internet && internet.port() == 0) {
                    Options.chooseLocalPortAtConnect(socket);
                }
                socket.bind(local.get(), codec);
            }
            return new LinuxStream<>(socket, codec);
        } catch (Throwable failed) {
            socket.close();
            throw failed;
        }
    }

    static LinuxStream<UnixAddr> endOfPair(LinuxSocket socket) {
        return new LinuxStream<>(socket, UnixAddressCodec.INSTANCE, UnixAddr.unnamed(), UnixAddr.unnamed());
    }

    /// The first call starts; the next ones ask how it went, with the same system call.
    @Override
    public boolean tryConnect(A remote) throws NetException {
        long seen = socket.writable.seen();
        long result = socket.calls.call(RefCountedFd.WRITING, "connect", (fd, memory) -> {
            int length = codec.write(remote, memory.address(), "connect");
            return Libc.connect(memory.errno, fd, memory.address(), length);
        });
        if (result == -Errno.EINPROGRESS || result == -Errno.EALREADY) {
            socket.writable.exhausted(seen);
            return false;
        }
        if (result < 0 && result != -Errno.EISCONN) {
            throw Errno.of("connect", (int) -result);
        }
        local = socket.systemAddress("connect", codec);
        peer = socket.systemPeer("connect", codec, remote);
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
        int length = Math.min(buffer.remaining(), NativeIo.MAX_SIZE);
        if (length == 0 || readShutdown || end.isEnding()) {
            return withoutReading(length, "read");
        }
        UserMemory.checkRoom(buffer, "read");
        ReadinessState readiness = socket.readable;
        long seen = readiness.seen();
        try {
            long count = receive(buffer, length, 0, "read");
            if (socket.isDrainedBy(count, length)) {
                readiness.exhausted(seen);
            } else {
                readiness.satisfied(seen);
            }
            if (count > 0) {
                buffer.position(buffer.position() + (int) count);
                return (int) count;
            }
            return count == 0 ? end.reached("read") : 0;
        } catch (IllegalStateException | WrongThreadException e) {
            throw UserMemory.unusable("read", e);
        } finally {
            readiness.passWakeup();
        }
    }

    @Override
    public int tryRead(ByteBuffer[] buffers, int offset, int length) throws NetException {
        return NativeIo.read(this, buffers, offset, length);
    }

    /// What a peek found stays, so it says nothing of what a read would leave.
    @Override
    public int tryPeek(ByteBuffer buffer) throws NetException {
        int length = Math.min(buffer.remaining(), NativeIo.MAX_SIZE);
        if (length == 0 || readShutdown || end.isEnding()) {
            return withoutReading(length, "peek");
        }
        UserMemory.checkRoom(buffer, "peek");
        ReadinessState readiness = socket.readable;
        long seen = readiness.seen();
        try {
            long count = receive(buffer, length, Abi.MSG_PEEK, "peek");
            if (count == -Errno.EAGAIN) {
                readiness.exhausted(seen);
            }
            if (count > 0) {
                buffer.position(buffer.position() + (int) count);
                return (int) count;
            }
            return count == 0 ? end.reached("peek") : 0;
        } catch (IllegalStateException | WrongThreadException e) {
            throw UserMemory.unusable("peek", e);
        } finally {
            readiness.passWakeup();
        }
    }

    /// How many bytes, 0 at the end, or the negative number of an error that says "not now".
    private long receive(ByteBuffer buffer, int length, int flags, String operation) throws NetException {
        boolean counted = end.enter();
        try {
            long count = socket.io.receive(buffer, length, flags);
            return isNoFailure(count) ? count : failed(operation, (int) -count);
        } finally {
            end.exit(counted);
        }
    }

    private static boolean isNoFailure(long result) {
        return result >= 0 || result == -Errno.EAGAIN || result == -Errno.EINTR;
    }

    private long failed(String operation, int errno) throws NetException {
        throw end.note(Errno.of(operation, errno));
    }

    private int withoutReading(int length, String operation) throws NetException {
        // The wake that brought this reader here is for all of them.
        socket.readable.passWakeup();
        if (socket.isClosing()) {
            throw NetException.of(ErrorKind.CLOSED, operation);
        }
        if (length == 0) {
            return 0;
        }
        return readShutdown ? end.endOf(operation) : end.read(operation);
    }

    @Override
    public int tryWrite(ByteBuffer buffer) throws NetException {
        int length = Math.min(buffer.remaining(), NativeIo.MAX_SIZE);
        if (length == 0) {
            return withoutWriting();
        }
        ReadinessState readiness = socket.writable;
        long seen = readiness.seen();
        try {
            long count = send(buffer, length);
            // A short count does not mean that the send buffer is full: TCP may take the next bytes at once, and
            // then epoll has nothing to report.
            if (count == -Errno.EAGAIN) {
                readiness.exhausted(seen);
            } else {
                readiness.satisfied(seen);
            }
            buffer.position(buffer.position() + (int) Math.max(0, count));
            return (int) Math.max(0, count);
        } catch (IllegalStateException | WrongThreadException e) {
            throw UserMemory.unusable("write", e);
        } finally {
            readiness.passWakeup();
        }
    }

    @Override
    public int tryWrite(ByteBuffer[] buffers, int offset, int length) throws NetException {
        return NativeIo.write(this, buffers, offset, length);
    }

    private int withoutWriting() throws NetException {
        if (socket.isClosing()) {
            throw NetException.of(ErrorKind.CLOSED, "write");
        }
        return 0;
    }

    /// As [#receive].
    private long send(ByteBuffer buffer, int length) throws NetException {
        boolean counted = end.enter();
        try {
            long count = socket.io.send(buffer, length);
            return isNoFailure(count) ? count : failed("write", (int) -count);
        } finally {
            end.exit(counted);
        }
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
        long result = socket.calls.call(
                RefCountedFd.WRITING, "shutdown", (fd, memory) -> Libc.shutdown(memory.errno, fd, how));
        if (result < 0 && result != -Errno.ENOTCONN) {
            throw Errno.of("shutdown", (int) -result);
        }
    }

    @Override
    public Outcome await(Interest interest, Handle handle, long deadline) throws NetException {
        return interest == Interest.READABLE && end.isUndecided()
                ? end.await(handle, deadline)
                : socket.await(interest, handle, deadline);
    }

    /// A write always tries first: epoll reports room only when a third of the send buffer is free, and the
    /// kernel takes bytes long before.
    @Override
    public boolean mayBeReady(Interest interest) {
        return interest == Interest.WRITABLE || readShutdown || end.isEnding() || socket.mayBeReady(interest);
    }

    @Override
    public boolean isReadyNow(Interest interest, long since) {
        return socket.isReadyNow(interest);
    }

    @Override
    public void pass(Interest interest) {
        socket.readiness(interest).passWakeup();
    }

    @Override
    public boolean watch(Interest interest, Watcher watcher) throws NetException {
        boolean ended = readShutdown || end.isEnding();
        return (ended && interest == Interest.READABLE) || socket.watch(interest, watcher);
    }

    @Override
    public void unwatch(Interest interest, Watcher watcher) {
        socket.readiness(interest).unwatch(watcher);
    }

    @Override
    public void abandon(Handle handle) {
        socket.abandon(handle);
        end.abandon(handle);
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
        boolean counted = end.enter();
        try {
            Optional<NetException> taken = Options.takeError(socket);
            taken.ifPresent(end::note);
            return taken;
        } finally {
            end.exit(counted);
        }
    }

    @Override
    public void close() throws NetException {
        end.close();
        socket.close();
    }
}
