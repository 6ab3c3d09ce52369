package dev.minato.platform.linux;

import dev.minato.address.SocketAddr;
import dev.minato.address.UnixAddr;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.platform.Endpoints;
import dev.minato.platform.Interest;
import dev.minato.platform.Setting;
import dev.minato.platform.TryFile;
import dev.minato.platform.TryPipe;
import dev.minato.platform.TryStream;
import dev.minato.platform.UserMemory;
import dev.minato.platform.kernel.StreamEnd;
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
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/// A connected stream socket, or one that is to connect; tries by recv(2) and send(2).
final class LinuxStream<A> extends LinuxSocket<A> implements TryStream<A> {
    final StreamEnd end;
    final StreamSender sender;
    private final StreamReceiver receiver;
    private final Endpoints<A> endpoints = new Endpoints<>();
    private volatile boolean readShutdown;

    /// A stream that is to connect.
    private LinuxStream(SocketFd fd, AddressCodec<A> codec) {
        super(fd, codec);
        this.end = fd.newEnd();
        this.sender = new StreamSender(fd, end);
        this.receiver = new StreamReceiver(fd, end);
    }

    /// A stream that was accepted.
    LinuxStream(SocketFd fd, AddressCodec<A> codec, A local, A peer) {
        this(fd, codec);
        endpoints.connected(local, peer);
    }

    static <A> LinuxStream<A> open(
            SocketResources resources, AddressCodec<A> codec, Optional<A> local, List<Setting<?>> settings)
            throws NetException {
        SocketFd socket = SocketFd.open(resources, codec, Abi.SOCK_STREAM, local.isPresent() ? "bind" : "connect");
        try {
            OptionCalls.set(socket, settings);
            if (local.isPresent()) {
                if (local.get() instanceof SocketAddr internet && internet.port() == 0) {
                    OptionCalls.chooseLocalPortAtConnect(socket);
                }
                AddressCalls.bind(socket.calls, codec, local.get());
            }
            return new LinuxStream<>(socket, codec);
        } catch (Throwable failed) {
            socket.close();
            throw failed;
        }
    }

    /// A connection on a descriptor that another process opened, which it owns from here on.
    static <A> LinuxStream<A> adopt(SocketResources resources, int fd, AddressCodec<A> codec) throws NetException {
        SocketFd socket = SocketFd.adopt(resources, fd, codec, true);
        try {
            A local = AddressCalls.localAddress(socket.calls, codec, "adopt");
            return new LinuxStream<>(
                    socket, codec, local, AddressCalls.peerAddress(socket.calls, codec, "adopt", local));
        } catch (Throwable failed) {
            socket.close();
            throw failed;
        }
    }

    static LinuxStream<UnixAddr> endOfPair(SocketFd fd) {
        return new LinuxStream<>(fd, UnixAddressCodec.INSTANCE, UnixAddr.unnamed(), UnixAddr.unnamed());
    }

    /// The first connect(2) starts; the next ones return how it went (EALREADY, EISCONN, or SO_ERROR).
    @Override
    public boolean tryConnect(A remote) throws NetException {
        long tick = writable.tick();
        boolean pending = false;
        try {
            long result = AddressCalls.connect(fd.calls, codec, remote);
            pending = result == -Errno.EINPROGRESS || result == -Errno.EALREADY;
            if (pending) {
                return false;
            }
            if (result < 0 && result != -Errno.EISCONN) {
                throw Errno.of("connect", (int) -result);
            }
        } finally {
            writable.endTry(tick, pending);
        }
        endpoints.connected(
                AddressCalls.localAddress(fd.calls, codec, "connect"),
                AddressCalls.peerAddress(fd.calls, codec, "connect", remote));
        return true;
    }

    @Override
    public Endpoints<A> endpoints() {
        return endpoints;
    }

    @Override
    public int tryRead(ByteBuffer buffer) throws NetException {
        return read(buffer, 0, "read");
    }

    @Override
    public int tryRead(ByteBuffer[] buffers, int offset, int length) throws NetException {
        return NativeIo.read(this, buffers, offset, length);
    }

    @Override
    public int tryPeek(ByteBuffer buffer) throws NetException {
        return read(buffer, Abi.MSG_PEEK, "peek");
    }

    private int read(ByteBuffer buffer, int flags, String operation) throws NetException {
        int length = Math.min(buffer.remaining(), NativeIo.MAX_SIZE);
        if (length == 0 || hasEnded()) {
            return withoutReading(length, operation);
        }
        UserMemory.checkRoom(buffer, operation);
        long count = receiver.receive(buffer, length, flags, operation);
        if (count > 0) {
            buffer.position(buffer.position() + (int) count);
            return (int) count;
        }
        return count == 0 ? end.reached(operation) : 0;
    }

    /// Whether a ring may hold bytes that came before those of the kernel, and is not told of urgent data.
    boolean isReadByRing() {
        return fd.registration.ring != null;
    }

    boolean hasEnded() {
        return readShutdown || fd.isEnding();
    }

    int withoutReading(int length, String operation) throws NetException {
        // The wakeup that brought this reader here is for all of them.
        readable.passWakeup();
        if (fd.isClosing()) {
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
        int count = (int) Math.max(0, sender.send(buffer, length));
        buffer.position(buffer.position() + count);
        return count;
    }

    @Override
    public int tryWrite(ByteBuffer[] buffers, int offset, int length) throws NetException {
        return NativeIo.write(this, buffers, offset, length);
    }

    @Override
    public int trySendFile(TryFile file, long position, int count) throws NetException {
        if (!(file instanceof LinuxFile opened)) {
            return TryStream.super.trySendFile(file, position, count);
        }
        long result = sender.sendBy(claim -> fd.io.sendFile(claim, opened.fd, position, count));
        return switch ((int) result) {
            case TryPipe.REFUSED -> TryStream.super.trySendFile(file, position, count);
            case 0 -> -1;
            default -> (int) Math.max(0, result);
        };
    }

    private int withoutWriting() throws NetException {
        if (fd.isClosing()) {
            throw NetException.of(ErrorKind.CLOSED, "write");
        }
        return 0;
    }

    @Override
    public void shutdownRead() throws NetException {
        readShutdown = true;
        shutdown(Abi.SHUT_RD);
        readable.wakeAll();
    }

    @Override
    public void shutdownWrite() throws NetException {
        shutdown(Abi.SHUT_WR);
        writable.wakeAll();
    }

    /// No-op on a connection that is over already (ENOTCONN).
    private void shutdown(int how) throws NetException {
        long result = fd.calls.callOnce(
                RefCountedFd.WRITING, "shutdown", (fd, memory) -> Libc.shutdown(memory.errno, fd, how));
        if (result < 0 && result != -Errno.ENOTCONN) {
            throw Errno.of("shutdown", (int) -result);
        }
    }

    @Override
    public Outcome await(Interest interest, Handle handle, long deadline) throws NetException {
        return interest == Interest.READABLE && fd.isEnding() && end.isUndecided()
                ? end.await(handle, deadline)
                : super.await(interest, handle, deadline);
    }

    @Override
    public boolean mayBeReady(Interest interest) {
        return hasEnded() || super.mayBeReady(interest);
    }

    @Override
    public boolean watch(Interest interest, Watcher watcher) throws NetException {
        return (interest == Interest.READABLE && hasEnded()) || super.watch(interest, watcher);
    }

    @Override
    public void abandon(Handle handle) {
        super.abandon(handle);
        end.abandon(handle);
    }

    @Override
    public Optional<NetException> takeError() throws NetException {
        long claim = fd.calls.begin(RefCountedFd.WRITING, "take error");
        try {
            int ofRing = receiver.takeFailure();
            Optional<NetException> taken =
                    ofRing < 0 ? Optional.of(Errno.of("take error", -ofRing)) : super.takeError();
            taken.ifPresent(end::note);
            return taken;
        } finally {
            fd.calls.end(claim);
        }
    }

    @Override
    public void close() throws NetException {
        end.close();
        super.close();
    }
}
