package dev.minato.platform.linux;

import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import dev.minato.address.SocketAddr;
import dev.minato.address.UnixAddr;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.platform.Handle;
import dev.minato.platform.Interest;
import dev.minato.platform.Membership;
import dev.minato.platform.Outcome;
import dev.minato.platform.Setting;
import dev.minato.platform.TryDatagram;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

final class LinuxDatagram<A> implements TryDatagram<A> {
    private static final int LARGEST_IPV4 = 65_507;
    private static final int LARGEST_IPV6 = 65_527;

    private final LinuxSocket socket;
    private final AddressForm<A> form;
    private final SenderOf<A> senders;
    private volatile A local;
    private volatile @Nullable A peer;

    private LinuxDatagram(LinuxSocket socket, AddressForm<A> form, SenderOf<A> senders, A local) {
        this.socket = socket;
        this.form = form;
        this.senders = senders;
        this.local = local;
    }

    static LinuxDatagram<SocketAddr> open(LinuxPlatform platform, SocketAddr local, List<Setting<?>> settings)
            throws NetException {
        var form = InternetForm.of(local);
        LinuxSocket socket = LinuxSocket.open(platform, form, Abi.SOCK_DGRAM, "bind");
        try {
            Options.set(socket, settings);
            socket.bind(local, form);
            return new LinuxDatagram<>(socket, form, new Senders(), socket.systemAddress("bind", form));
        } catch (Throwable failed) {
            socket.close();
            throw failed;
        }
    }

    /// Bound, unless `local` is unnamed.
    static LinuxDatagram<UnixAddr> openUnix(LinuxPlatform platform, UnixAddr local) throws NetException {
        var form = UnixForm.INSTANCE;
        LinuxSocket socket = LinuxSocket.open(platform, form, Abi.SOCK_DGRAM, "bind");
        try {
            if (!local.isUnnamed()) {
                socket.bind(local, form);
            }
            return new LinuxDatagram<>(socket, form, form, socket.systemAddress("bind", form));
        } catch (Throwable failed) {
            socket.close();
            throw failed;
        }
    }

    static LinuxDatagram<UnixAddr> endOfPair(LinuxSocket socket) {
        var datagram = new LinuxDatagram<>(socket, UnixForm.INSTANCE, UnixForm.INSTANCE, UnixAddr.unnamed());
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
        Edge edge = socket.readable;
        long seen = edge.seen();
        int room = buffer.remaining();
        Memory.checkWritable(buffer, operation);
        try {
            long count = socket.receiveFrom(buffer, flags, senders, into);
            if (count >= 0) {
                edge.satisfied(seen);
                buffer.position(buffer.position() + (int) Math.min(count, room));
                return true;
            }
            if (count == -Errno.EAGAIN) {
                edge.exhausted(seen);
                return false;
            }
            throw Errno.of(operation, (int) -count);
        } catch (IllegalStateException | WrongThreadException e) {
            throw Memory.unusable(operation, e);
        } finally {
            edge.passOn();
        }
    }

    @Override
    public boolean trySend(ByteBuffer buffer, A to) throws NetException {
        return sent(buffer, to);
    }

    @Override
    public boolean trySend(ByteBuffer buffer) throws NetException {
        if (peer == null) {
            throw NetException.of(ErrorKind.NOT_CONNECTED, "send");
        }
        return sent(buffer, null);
    }

    private boolean sent(ByteBuffer buffer, @Nullable A to) throws NetException {
        int length = buffer.remaining();
        int largest = socket.isIpv6() ? LARGEST_IPV6 : LARGEST_IPV4;
        if (length > largest && form != UnixForm.INSTANCE) {
            throw NetException.of(ErrorKind.MESSAGE_TOO_LONG, "send", length + " bytes, at most " + largest);
        }
        Edge edge = socket.writable;
        long seen = edge.seen();
        try {
            long count = to == null ? socket.send(buffer, length) : socket.sendTo(buffer, to, form);
            if (count >= 0) {
                edge.satisfied(seen);
                buffer.position(buffer.limit());
                return true;
            }
            if (count == -Errno.EAGAIN) {
                edge.exhausted(seen);
                return false;
            }
            throw Errno.of("send", (int) -count);
        } catch (IllegalStateException | WrongThreadException e) {
            throw Memory.unusable("send", e);
        } finally {
            edge.passOn();
        }
    }

    @Override
    public void connect(A remote) throws NetException {
        socket.check(Descriptor.WRITING, "connect", (fd, memory) -> {
            int length = form.write(remote, memory.address(), "connect");
            return Libc.connect(memory.errno, fd, memory.address(), length);
        });
        local = socket.systemAddress("connect", form);
        peer = socket.systemPeer("connect", form, remote);
    }

    /// The address family that means none undoes a connect.
    @Override
    public void disconnect() throws NetException {
        socket.check(Descriptor.WRITING, "disconnect", (fd, memory) -> {
            memory.address().set(JAVA_SHORT_UNALIGNED, 0, (short) Abi.AF_UNSPEC);
            return Libc.connect(memory.errno, fd, memory.address(), Short.BYTES);
        });
        peer = null;
        local = socket.systemAddress("disconnect", form);
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
        return socket.await(interest, handle, deadline);
    }

    @Override
    public boolean mayBeReady(Interest interest) {
        return socket.mayBeReady(interest);
    }

    @Override
    public void pass(Interest interest) {
        (interest == Interest.READABLE ? socket.readable : socket.writable).passOn();
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
        int noted = socket.takeError();
        return noted == 0 ? Optional.empty() : Optional.of(Errno.of("take error", noted));
    }

    @Override
    public void close() throws NetException {
        socket.close();
    }
}
