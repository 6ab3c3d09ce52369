package dev.minato.platform.linux;

import dev.minato.address.SocketAddr;
import dev.minato.error.NetException;
import dev.minato.platform.Handle;
import dev.minato.platform.Interest;
import dev.minato.platform.Outcome;
import dev.minato.platform.Setting;
import dev.minato.platform.TryListener;
import dev.minato.platform.TryStream;
import dev.minato.platform.Watcher;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

final class LinuxListener<A> implements TryListener<A> {
    private final LinuxSocket socket;
    private final AddressForm<A> form;
    private final A local;

    private LinuxListener(LinuxSocket socket, AddressForm<A> form, A local) {
        this.socket = socket;
        this.form = form;
        this.local = local;
    }

    static <A> LinuxListener<A> open(
            LinuxPlatform platform, A local, AddressForm<A> form, int backlog, List<Setting<?>> settings)
            throws NetException {
        LinuxSocket socket = LinuxSocket.open(platform, form, Abi.SOCK_STREAM, "bind");
        try {
            if (form.family() != Abi.AF_UNIX) {
                Options.set(socket, StandardSocketOptions.SO_REUSEADDR, true);
            }
            Options.set(socket, settings);
            socket.bind(local, form);
            socket.calls.check(Descriptor.WRITING, "bind", (fd, memory) -> Libc.listen(memory.errno, fd, backlog));
            return new LinuxListener<>(socket, form, socket.systemAddress("bind", form));
        } catch (Throwable failed) {
            socket.close();
            throw failed;
        }
    }

    @Override
    public Optional<TryStream<A>> tryAccept() throws NetException {
        Edge edge = socket.readable;
        long seen = edge.seen();
        var peer = new AtomicReference<A>();
        long result = socket.calls.call(Descriptor.READING, "accept", (fd, memory) -> {
            memory.setLength(form.size());
            int accepted = Libc.accept4(
                    memory.errno, fd, memory.address(), memory.lengthMemory(), Abi.SOCK_NONBLOCK | Abi.SOCK_CLOEXEC);
            if (accepted >= 0) {
                peer.setPlain(form.of(memory.address(), memory.length()));
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
            throw Errno.ofAccept((int) -result);
        }
        return Optional.of(stream((int) result, peer.getPlain()));
    }

    private LinuxStream<A> stream(int accepted, A peer) throws NetException {
        var stream = new LinuxSocket(socket.platform(), accepted, form, true);
        // The system has it inherit all options, and this one is ours to know.
        stream.setLingering(socket.isLingering());
        try {
            A here = isWildcard(local) ? stream.systemAddress("accept", form) : local;
            return new LinuxStream<>(stream, form, here, peer);
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
        socket.readable.passOn();
    }

    @Override
    public boolean watch(Interest interest, Watcher watcher) throws NetException {
        return socket.watch(interest, watcher);
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
