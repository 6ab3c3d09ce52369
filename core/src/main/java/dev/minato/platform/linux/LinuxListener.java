package dev.minato.platform.linux;

import dev.minato.address.SocketAddr;
import dev.minato.error.NetException;
import dev.minato.platform.Interest;
import dev.minato.platform.Setting;
import dev.minato.platform.TryListener;
import dev.minato.platform.TryStream;
import dev.minato.platform.linux.loop.ReadinessState;
import dev.minato.platform.linux.sys.Abi;
import dev.minato.platform.linux.sys.AddressCodec;
import dev.minato.platform.linux.sys.Errno;
import dev.minato.platform.linux.sys.Libc;
import dev.minato.platform.linux.sys.RefCountedFd;
import dev.minato.platform.wait.Handle;
import dev.minato.platform.wait.Outcome;
import dev.minato.platform.wait.Watcher;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

final class LinuxListener<A> implements TryListener<A> {
    private final LinuxSocket socket;
    private final AddressCodec<A> codec;
    private final A local;

    private LinuxListener(LinuxSocket socket, AddressCodec<A> codec, A local) {
        this.socket = socket;
        this.codec = codec;
        this.local = local;
    }

    static <A> LinuxListener<A> open(
            LinuxPlatform platform, A local, AddressCodec<A> codec, int backlog, List<Setting<?>> settings)
            throws NetException {
        LinuxSocket socket = LinuxSocket.open(platform, codec, Abi.SOCK_STREAM, "bind");
        try {
            if (codec.family() != Abi.AF_UNIX) {
                Options.set(socket, StandardSocketOptions.SO_REUSEADDR, true);
            }
            Options.set(socket, settings);
            socket.bind(local, codec);
            socket.calls.check(RefCountedFd.WRITING, "bind", (fd, memory) -> Libc.listen(memory.errno, fd, backlog));
            return new LinuxListener<>(socket, codec, socket.systemAddress("bind", codec));
        } catch (Throwable failed) {
            socket.close();
            throw failed;
        }
    }

    @Override
    public Optional<TryStream<A>> tryAccept() throws NetException {
        ReadinessState readiness = socket.readable;
        long seen = readiness.seen();
        var peer = new AtomicReference<A>();
        long result = socket.calls.call(RefCountedFd.READING, "accept", (fd, memory) -> {
            memory.setLength(codec.size());
            int accepted = Libc.accept4(
                    memory.errno, fd, memory.address(), memory.lengthMemory(), Abi.SOCK_NONBLOCK | Abi.SOCK_CLOEXEC);
            if (accepted >= 0) {
                peer.setPlain(codec.of(memory.address(), memory.length()));
            }
            return accepted;
        });
        if (result == -Errno.EAGAIN) {
            readiness.exhausted(seen);
            return Optional.empty();
        }
        readiness.satisfied(seen);
        readiness.passWakeup();
        if (result < 0) {
            throw Errno.ofAccept((int) -result);
        }
        return Optional.of(stream((int) result, peer.getPlain()));
    }

    private LinuxStream<A> stream(int accepted, A peer) throws NetException {
        var stream = new LinuxSocket(socket.platform(), accepted, codec, true);
        // The system has it inherit all options, and this one is ours to know.
        stream.setLingering(socket.isLingering());
        try {
            A here = isWildcard(local) ? stream.systemAddress("accept", codec) : local;
            return new LinuxStream<>(stream, codec, here, peer);
        } catch (Throwable failed) {
            stream.close();
            throw failed;
        }
    }

    private static boolean isWildcard(Object address) {
        return address instanceof SocketAddr internet && internet.ip().isUnspecified();
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
    public boolean isReadyNow(Interest interest, long since) {
        return socket.isReadyNow(interest);
    }

    @Override
    public void pass(Interest interest) {
        socket.readable.passWakeup();
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
