package dev.minato.platform.linux;

import dev.minato.address.Ipv4Addr;
import dev.minato.address.SocketAddr;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.platform.Handle;
import dev.minato.platform.Interest;
import dev.minato.platform.Outcome;
import dev.minato.platform.TryDatagram;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

final class LinuxDatagram implements TryDatagram {
    private static final int LARGEST_IPV4 = 65_507;
    private static final int LARGEST_IPV6 = 65_527;

    private final LinuxSocket socket;
    private final Senders senders = new Senders();
    private volatile SocketAddr local;
    private volatile @Nullable SocketAddr peer;

    private LinuxDatagram(LinuxSocket socket, SocketAddr local) {
        this.socket = socket;
        this.local = local;
    }

    static LinuxDatagram open(LinuxPlatform platform, SocketAddr local) throws NetException {
        LinuxSocket socket = LinuxSocket.open(platform, local.isIpv6(), Abi.SOCK_DGRAM, "bind");
        try {
            socket.bind(local);
            return new LinuxDatagram(socket, socket.systemAddress("bind"));
        } catch (Throwable failed) {
            socket.close();
            throw failed;
        }
    }

    /// `MSG_TRUNC` makes the system say the real length of a datagram that it cut.
    @Override
    public boolean tryReceive(ByteBuffer buffer, DatagramSink into) throws NetException {
        Edge edge = socket.readable;
        long seen = edge.seen();
        int room = buffer.remaining();
        Memory.checkWritable(buffer, "receive");
        try {
            long count = socket.receiveFrom(buffer, senders, into);
            if (count >= 0) {
                edge.satisfied(seen);
                buffer.position(buffer.position() + (int) Math.min(count, room));
                return true;
            }
            if (count == -Errno.EAGAIN) {
                edge.exhausted(seen);
                return false;
            }
            throw Errno.of("receive", (int) -count);
        } catch (IllegalStateException | WrongThreadException e) {
            throw Memory.unusable("receive", e);
        } finally {
            edge.passOn();
        }
    }

    @Override
    public boolean trySend(ByteBuffer buffer, SocketAddr to) throws NetException {
        return sent(buffer, to);
    }

    @Override
    public boolean trySend(ByteBuffer buffer) throws NetException {
        if (peer == null) {
            throw NetException.of(ErrorKind.NOT_CONNECTED, "send");
        }
        return sent(buffer, null);
    }

    private boolean sent(ByteBuffer buffer, @Nullable SocketAddr to) throws NetException {
        int length = buffer.remaining();
        int largest = socket.ipv6 ? LARGEST_IPV6 : LARGEST_IPV4;
        if (length > largest) {
            throw NetException.of(ErrorKind.MESSAGE_TOO_LONG, "send", length + " bytes, at most " + largest);
        }
        Edge edge = socket.writable;
        long seen = edge.seen();
        try {
            long count = to == null ? socket.send(buffer, length) : socket.sendTo(buffer, to);
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
    public void connect(SocketAddr remote) throws NetException {
        socket.check(Descriptor.WRITING, "connect", (fd, memory) -> {
            int length = SockAddr.write(remote, socket.ipv6, memory.address(), "connect");
            return Libc.connect(memory.errno, fd, memory.address(), length);
        });
        local = socket.systemAddress("connect");
        peer = inFamily(remote);
    }

    private SocketAddr inFamily(SocketAddr remote) {
        return socket.ipv6 && remote.ip() instanceof Ipv4Addr four
                ? SocketAddr.of(four.toIpv6Mapped(), remote.port())
                : remote;
    }

    @Override
    public Optional<SocketAddr> peerAddress() {
        return Optional.ofNullable(peer);
    }

    @Override
    public SocketAddr localAddress() {
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
    public void close() throws NetException {
        socket.close();
    }
}
