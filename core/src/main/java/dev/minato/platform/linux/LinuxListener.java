package dev.minato.platform.linux;

import dev.minato.address.SocketAddr;
import dev.minato.error.NetException;
import dev.minato.platform.Interest;
import dev.minato.platform.Setting;
import dev.minato.platform.TryListener;
import dev.minato.platform.TryStream;
import dev.minato.platform.linux.loop.Scheduling;
import dev.minato.platform.linux.sys.Abi;
import dev.minato.platform.linux.sys.AddressCodec;
import dev.minato.platform.linux.sys.Errno;
import dev.minato.platform.linux.sys.Libc;
import dev.minato.platform.linux.sys.RefCountedFd;
import java.net.StandardSocketOptions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/// A listening socket; tries by accept4(2).
final class LinuxListener<A> extends LinuxSocket<A> implements TryListener<A> {
    private final A local;

    private LinuxListener(SocketFd fd, AddressCodec<A> codec, A local) {
        super(fd, codec);
        this.local = local;
        if (fd.registration.ring != null) {
            fd.registration.ring.reader.onlyPoll();
        }
    }

    static <A> LinuxListener<A> open(
            SocketResources resources, A local, AddressCodec<A> codec, int backlog, List<Setting<?>> settings)
            throws NetException {
        Scheduling _ = resources.scheduling();
        SocketFd socket = SocketFd.open(resources, codec, Abi.SOCK_STREAM, "bind");
        try {
            if (!socket.isUnix()) {
                OptionCalls.set(socket, StandardSocketOptions.SO_REUSEADDR, true);
            }
            OptionCalls.set(socket, settings);
            AddressCalls.bind(socket.calls, codec, local);
            socket.calls.checkOnce(
                    RefCountedFd.WRITING, "bind", (fd, memory) -> Libc.listen(memory.errno, fd, backlog));
            return new LinuxListener<>(socket, codec, AddressCalls.localAddress(socket.calls, codec, "bind"));
        } catch (Throwable failed) {
            socket.close();
            throw failed;
        }
    }

    /// A listener on a descriptor that another process opened, which it owns from here on.
    static <A> LinuxListener<A> adopt(SocketResources resources, int fd, AddressCodec<A> codec) throws NetException {
        Scheduling _ = resources.scheduling();
        SocketFd socket = SocketFd.adopt(resources, fd, codec, true);
        try {
            return new LinuxListener<>(socket, codec, AddressCalls.localAddress(socket.calls, codec, "adopt"));
        } catch (Throwable failed) {
            socket.close();
            throw failed;
        }
    }

    @Override
    public Optional<TryStream<A>> tryAccept() throws NetException {
        var peer = new AtomicReference<A>();
        long accepted = accept(peer);
        if (accepted == NOT_NOW) {
            return Optional.empty();
        }
        if (accepted < 0) {
            throw Errno.ofAccept((int) -accepted);
        }
        return Optional.of(stream((int) accepted, peer.getPlain()));
    }

    /// Returns the fd of the connection, or the negative errno.
    private long accept(AtomicReference<A> peer) throws NetException {
        long tick = readable.tick();
        boolean drained = false;
        try {
            long accepted = fd.calls.call(RefCountedFd.READING, "accept", (fd, memory) -> {
                memory.setLength(codec.size());
                int flags = Abi.SOCK_NONBLOCK | Abi.SOCK_CLOEXEC;
                int result = Libc.accept4(memory.errno, fd, memory.address(), memory.lengthMemory(), flags);
                if (result >= 0) {
                    peer.setPlain(codec.of(memory.address(), memory.length()));
                }
                return result;
            });
            drained = accepted == NOT_NOW;
            return accepted;
        } finally {
            readable.endTry(tick, drained);
            if (fd.registration.ring != null) {
                fd.registration.ring.rearm(Interest.READABLE);
            }
        }
    }

    private LinuxStream<A> stream(int accepted, A peer) throws NetException {
        var stream = new SocketFd(fd.resources(), accepted, codec, true);
        // The kernel has it inherit the options of the listener, and this one is ours to know.
        stream.setLingering(fd.isLingering());
        try {
            A here = isWildcard(local) ? AddressCalls.localAddress(stream.calls, codec, "accept") : local;
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
}
