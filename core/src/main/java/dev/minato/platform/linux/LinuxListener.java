package dev.minato.platform.linux;

import dev.minato.address.SocketAddr;
import dev.minato.error.NetException;
import dev.minato.platform.Handle;
import dev.minato.platform.Interest;
import dev.minato.platform.Outcome;
import dev.minato.platform.TryListener;
import dev.minato.platform.TryStream;
import java.net.SocketOption;
import java.util.Optional;

final class LinuxListener implements TryListener {
    private final LinuxSocket socket;
    private final SocketAddr local;

    private LinuxListener(LinuxSocket socket, SocketAddr local) {
        this.socket = socket;
        this.local = local;
    }

    static LinuxListener open(LinuxPlatform platform, SocketAddr local, int backlog) throws NetException {
        LinuxSocket socket = LinuxSocket.open(platform, local.isIpv6(), Abi.SOCK_STREAM, "bind");
        try {
            socket.setOption(Abi.SOL_SOCKET, Abi.SO_REUSEADDR, 1, "bind");
            socket.bind(local);
            socket.check(Descriptor.WRITING, "bind", (fd, memory) -> Libc.listen(memory.errno, fd, backlog));
            return new LinuxListener(socket, socket.systemAddress("bind"));
        } catch (Throwable failed) {
            socket.close();
            throw failed;
        }
    }

    @Override
    public Optional<TryStream> tryAccept() throws NetException {
        Edge edge = socket.readable;
        long seen = edge.seen();
        var peer = new SocketAddr[1];
        long result = socket.call(Descriptor.READING, "accept", (fd, memory) -> {
            memory.setLength(SockAddr.SIZE);
            int accepted = Libc.accept4(
                    memory.errno, fd, memory.address(), memory.length(), Abi.SOCK_NONBLOCK | Abi.SOCK_CLOEXEC);
            if (accepted >= 0) {
                peer[0] = SockAddr.read(memory.address());
            }
            return accepted;
        });
        if (result == -Errno.EAGAIN) {
            edge.exhausted(seen);
            return Optional.empty();
        }
        edge.satisfied(seen);
        edge.passOn();
        if (result < 0) {
            throw Errno.of("accept", (int) -result);
        }
        return Optional.of(stream((int) result, peer[0]));
    }

    private LinuxStream stream(int accepted, SocketAddr peer) throws NetException {
        var stream = new LinuxSocket(socket.platform(), accepted, socket.ipv6, true);
        try {
            SocketAddr here = local.ip().isUnspecified() ? stream.systemAddress("accept") : local;
            return new LinuxStream(stream, here, peer);
        } catch (Throwable failed) {
            stream.close();
            throw failed;
        }
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
        socket.readable.passOn();
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
