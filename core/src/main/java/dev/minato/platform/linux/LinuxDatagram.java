package dev.minato.platform.linux;

import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import dev.minato.address.SocketAddr;
import dev.minato.address.UnixAddr;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.platform.DatagramSlot;
import dev.minato.platform.Interest;
import dev.minato.platform.Membership;
import dev.minato.platform.Setting;
import dev.minato.platform.SocketOptions;
import dev.minato.platform.TryDatagram;
import dev.minato.platform.UserMemory;
import dev.minato.platform.linux.loop.ReadinessState;
import dev.minato.platform.linux.sys.Abi;
import dev.minato.platform.linux.sys.AddressCodec;
import dev.minato.platform.linux.sys.Errno;
import dev.minato.platform.linux.sys.InetAddressCodec;
import dev.minato.platform.linux.sys.Libc;
import dev.minato.platform.linux.sys.NativeIo;
import dev.minato.platform.linux.sys.RefCountedFd;
import dev.minato.platform.linux.sys.SourceAddressCache;
import dev.minato.platform.linux.sys.SourceAddressDecoder;
import dev.minato.platform.linux.sys.UnixAddressCodec;
import dev.minato.platform.wait.Deadline;
import dev.minato.platform.wait.Handle;
import dev.minato.platform.wait.Outcome;
import dev.minato.platform.wait.Watcher;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

final class LinuxDatagram<A> implements TryDatagram<A> {
    private static final int MAX_IPV4 = 65_507;
    private static final int MAX_IPV6 = 65_527;
    private static final long FIRST_PAUSE = 1_000_000;

    private final LinuxSocket socket;
    private final AddressCodec<A> codec;
    private final SourceAddressDecoder<A> sources;
    private volatile A local;
    private volatile @Nullable A peer;

    /// Whether the system says of each datagram to which address it was sent.
    private volatile boolean saysLocal;

    /// How often in a row a Unix socket that is not the peer had no room. Several threads may miscount it,
    /// which makes a pause shorter or longer.
    private volatile int refusals;

    private LinuxDatagram(LinuxSocket socket, AddressCodec<A> codec, SourceAddressDecoder<A> sources, A local) {
        this.socket = socket;
        this.codec = codec;
        this.sources = sources;
        this.local = local;
    }

    static LinuxDatagram<SocketAddr> open(LinuxPlatform platform, SocketAddr local, List<Setting<?>> settings)
            throws NetException {
        var codec = InetAddressCodec.of(local);
        LinuxSocket socket = LinuxSocket.open(platform, codec, Abi.SOCK_DGRAM, "bind");
        try {
            Options.set(socket, settings);
            socket.bind(local, codec);
            var datagram =
                    new LinuxDatagram<>(socket, codec, new SourceAddressCache(), socket.systemAddress("bind", codec));
            datagram.saysLocal = settings.contains(new Setting<>(SocketOptions.RECEIVE_LOCAL_ADDRESS, true));
            return datagram;
        } catch (Throwable failed) {
            socket.close();
            throw failed;
        }
    }

    /// Bound, unless `local` is unnamed.
    static LinuxDatagram<UnixAddr> openUnix(LinuxPlatform platform, UnixAddr local) throws NetException {
        var codec = UnixAddressCodec.INSTANCE;
        LinuxSocket socket = LinuxSocket.open(platform, codec, Abi.SOCK_DGRAM, "bind");
        try {
            if (!local.isUnnamed()) {
                socket.bind(local, codec);
            }
            return new LinuxDatagram<>(socket, codec, codec, socket.systemAddress("bind", codec));
        } catch (Throwable failed) {
            socket.close();
            throw failed;
        }
    }

    static LinuxDatagram<UnixAddr> endOfPair(LinuxSocket socket) {
        var datagram =
                new LinuxDatagram<>(socket, UnixAddressCodec.INSTANCE, UnixAddressCodec.INSTANCE, UnixAddr.unnamed());
        datagram.peer = UnixAddr.unnamed();
        return datagram;
    }

    /// `MSG_TRUNC` makes the system say the real length of a datagram that it cut.
    @Override
    public boolean tryReceive(ByteBuffer buffer, DatagramSink<A> into) throws NetException {
        return received(buffer, Abi.MSG_TRUNC, into, "receive");
    }

    @Override
    public boolean tryPeek(ByteBuffer buffer, DatagramSink<A> into) throws NetException {
        return received(buffer, Abi.MSG_TRUNC | Abi.MSG_PEEK, into, "peek");
    }

    private boolean received(ByteBuffer buffer, int flags, DatagramSink<A> into, String operation) throws NetException {
        ReadinessState readiness = socket.readable;
        long seen = readiness.seen();
        int room = buffer.remaining();
        UserMemory.checkRoom(buffer, operation);
        try {
            long count = saysLocal
                    ? socket.io.receiveWithLocal(buffer, flags, codec, sources, local, into)
                    : socket.io.receiveFrom(buffer, flags, codec, sources, into);
            if (count >= 0) {
                readiness.satisfied(seen);
                buffer.position(buffer.position() + (int) Math.min(count, room));
                return true;
            }
            if (count == -Errno.EAGAIN) {
                readiness.exhausted(seen);
                return false;
            }
            throw Errno.of(operation, (int) -count);
        } catch (IllegalStateException | WrongThreadException e) {
            throw UserMemory.unusable(operation, e);
        } finally {
            readiness.passWakeup();
        }
    }

    @Override
    public int tryReceive(List<DatagramSlot<A>> slots) throws NetException {
        ReadinessState readiness = socket.readable;
        long seen = readiness.seen();
        try {
            long count = socket.io.receive(slots, codec, sources, saysLocal, local);
            if (count < 0 && count != -Errno.EAGAIN) {
                throw Errno.of("receive", (int) -count);
            }
            // With a peer, fewer than asked for may also be for a failure that the next call is told of.
            boolean isAll = count < Math.min(slots.size(), NativeIo.MAX_DATAGRAMS) && (count < 0 || peer == null);
            if (isAll) {
                readiness.exhausted(seen);
            } else {
                readiness.satisfied(seen);
            }
            return (int) Math.max(0, count);
        } finally {
            readiness.passWakeup();
        }
    }

    @Override
    public int trySend(List<DatagramSlot<A>> slots, int from, int to) throws NetException {
        ReadinessState readiness = socket.writable;
        long seen = readiness.seen();
        try {
            long count = socket.io.send(slots, from, to, codec, largest(), local);
            if (count == -Errno.EAGAIN) {
                readiness.exhausted(seen);
                return 0;
            }
            if (count < 0) {
                throw Errno.of("send", (int) -count);
            }
            readiness.satisfied(seen);
            return (int) count;
        } finally {
            readiness.passWakeup();
        }
    }

    /// The bytes of the longest datagram; a Unix socket takes what its buffer takes.
    private int largest() {
        if (socket.isUnix()) {
            return Integer.MAX_VALUE;
        }
        return socket.isIpv6() ? MAX_IPV6 : MAX_IPV4;
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate")
    public boolean trySend(ByteBuffer buffer, A to) throws NetException {
        boolean sent = sent(buffer, to, null);
        if (socket.isUnix()) {
            refusals = sent ? 0 : refusals + 1;
        }
        return sent;
    }

    @Override
    public boolean trySend(ByteBuffer buffer, A to, A from) throws NetException {
        // Nothing to say to the system, and the way without control messages is the shorter one.
        return from.equals(local) ? trySend(buffer, to) : sent(buffer, to, from);
    }

    @Override
    public boolean trySend(ByteBuffer buffer) throws NetException {
        if (peer == null) {
            throw NetException.of(ErrorKind.NOT_CONNECTED, "send");
        }
        return sent(buffer, null, null);
    }

    private boolean sent(ByteBuffer buffer, @Nullable A to, @Nullable A from) throws NetException {
        int length = buffer.remaining();
        int largest = largest();
        if (length > largest) {
            throw NetException.of(ErrorKind.MESSAGE_TOO_LONG, "send", length + " bytes, at most " + largest);
        }
        ReadinessState readiness = socket.writable;
        long seen = readiness.seen();
        try {
            long count = send(buffer, length, to, from);
            if (count >= 0) {
                readiness.satisfied(seen);
                buffer.position(buffer.limit());
                return true;
            }
            if (count == -Errno.EAGAIN) {
                readiness.exhausted(seen);
                return false;
            }
            throw Errno.of("send", (int) -count);
        } catch (IllegalStateException | WrongThreadException e) {
            throw UserMemory.unusable("send", e);
        } finally {
            readiness.passWakeup();
        }
    }

    private long send(ByteBuffer buffer, int length, @Nullable A to, @Nullable A from) throws NetException {
        if (to == null) {
            return socket.io.send(buffer, length);
        }
        return from == null ? socket.io.sendTo(buffer, to, codec) : socket.io.sendFrom(buffer, to, from, codec, local);
    }

    @Override
    public void connect(A remote) throws NetException {
        socket.calls.check(RefCountedFd.WRITING, "connect", (fd, memory) -> {
            int length = codec.write(remote, memory.address(), "connect");
            return Libc.connect(memory.errno, fd, memory.address(), length);
        });
        local = socket.systemAddress("connect", codec);
        peer = socket.systemPeer("connect", codec, remote);
    }

    /// The address family that means none undoes a connect.
    @Override
    public void disconnect() throws NetException {
        socket.calls.check(RefCountedFd.WRITING, "disconnect", (fd, memory) -> {
            memory.address().set(JAVA_SHORT_UNALIGNED, 0, (short) Abi.AF_UNSPEC);
            return Libc.connect(memory.errno, fd, memory.address(), Short.BYTES);
        });
        peer = null;
        bindAgain();
    }

    private void bindAgain() throws NetException {
        A now = socket.systemAddress("disconnect", codec);
        A wanted = codec.afterDisconnect(now, local);
        if (!wanted.equals(now)) {
            try {
                socket.bind(wanted, codec);
            } catch (NetException e) {
                throw e.withOperation("disconnect");
            }
        }
        local = wanted;
    }

    @Override
    public void join(Membership membership) throws NetException {
        Multicast.join(socket, membership);
    }

    @Override
    public void leave(Membership membership) throws NetException {
        Multicast.leave(socket, membership);
    }

    @Override
    public Optional<A> peerAddress() {
        return Optional.ofNullable(peer);
    }

    @Override
    public A localAddress() {
        return local;
    }

    @Override
    public Outcome await(Interest interest, Handle handle, long deadline) throws NetException {
        return interest == Interest.WRITABLE && refusals > 0
                ? awaitRoom(handle, deadline)
                : socket.await(interest, handle, deadline);
    }

    /// The system does not say when the queue of a Unix socket that is not the peer has room again, and calls
    /// the sender writable meanwhile, again at each try. So the caller is to try again after a pause, of 1 ms,
    /// doubling to 64 ms.
    private Outcome awaitRoom(Handle handle, long deadline) throws NetException {
        var parker = socket.platform().parker();
        long pause = FIRST_PAUSE << (Math.clamp(refusals, 1, 7) - 1);
        long soon = Deadline.after(parker.now(), pause);
        long until = Math.min(soon, deadline);
        Outcome outcome;
        do {
            socket.writable.exhausted(socket.writable.seen());
            outcome = socket.await(Interest.WRITABLE, handle, until);
        } while (outcome == Outcome.WOKEN && parker.now() < until);
        boolean isOver = outcome == Outcome.WOKEN || outcome == Outcome.TIMED_OUT;
        return isOver ? (soon < deadline ? Outcome.WOKEN : Outcome.TIMED_OUT) : outcome;
    }

    @Override
    public boolean mayBeReady(Interest interest) {
        // A send always tries first: epoll reports room only when half of the send buffer is free.
        return interest == Interest.WRITABLE || socket.mayBeReady(interest);
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
        return socket.watch(interest, watcher);
    }

    @Override
    public void unwatch(Interest interest, Watcher watcher) {
        socket.readiness(interest).unwatch(watcher);
    }

    @Override
    public void abandon(Handle handle) {
        socket.abandon(handle);
    }

    @Override
    public <T> void setOption(SocketOption<T> option, T value) throws NetException {
        Options.set(socket, option, value);
        if (option.equals(SocketOptions.RECEIVE_LOCAL_ADDRESS)) {
            saysLocal = (Boolean) value;
        }
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
