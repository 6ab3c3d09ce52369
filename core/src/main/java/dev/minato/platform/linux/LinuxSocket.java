package dev.minato.platform.linux;

import dev.minato.error.NetException;
import dev.minato.platform.Interest;
import dev.minato.platform.TrySocket;
import dev.minato.platform.linux.loop.ReadinessState;
import dev.minato.platform.linux.sys.AddressCodec;
import dev.minato.platform.linux.sys.Errno;
import dev.minato.platform.wait.Handle;
import dev.minato.platform.wait.Outcome;
import dev.minato.platform.wait.Watcher;
import java.net.SocketOption;
import java.util.Optional;

/// The common part of the three kinds of socket: the outcome of a try, waits, options, close.
///
/// Every try has the same shape, tokio's `Registration::try_io` without the closure:
///
/// ```java
/// long tick = readable.tick();
/// boolean drained = false;
/// try {
///     long count = check(fd.io.receive(...), "read");
///     drained = count == NOT_NOW;
///     ...
/// } finally {
///     readable.endTry(tick, drained);
/// }
/// ```
///
/// @param <A> its addresses
abstract sealed class LinuxSocket<A> implements TrySocket<A> permits LinuxDatagram, LinuxListener, LinuxStream {
    /// The result of a syscall that would block.
    static final long NOT_NOW = Errno.NOT_NOW;

    final SocketFd fd;
    final AddressCodec<A> codec;
    final ReadinessState readable;
    final ReadinessState writable;

    LinuxSocket(SocketFd fd, AddressCodec<A> codec) {
        this.fd = fd;
        this.codec = codec;
        this.readable = fd.registration.readable;
        this.writable = fd.registration.writable;
    }

    /// As [Errno#check].
    static long check(long result, String operation) throws NetException {
        return Errno.check(result, operation);
    }

    @Override
    public Outcome await(Interest interest, Handle handle, long deadline) throws NetException {
        return fd.registration.await(interest, handle, deadline);
    }

    /// A write always tries first: epoll reports EPOLLOUT only when a good part of the send buffer is free
    /// (`sk_stream_is_writeable`, `sock_writeable`), and the kernel takes bytes long before.
    @Override
    public boolean mayBeReady(Interest interest) {
        return interest == Interest.WRITABLE || fd.registration.mayBeReady(interest);
    }

    @Override
    public final boolean isReadyNow(Interest interest, long since) {
        return fd.registration.isReadyNow(interest);
    }

    @Override
    public final void pass(Interest interest) {
        fd.registration.readiness(interest).passWakeup();
    }

    @Override
    public boolean watch(Interest interest, Watcher watcher) throws NetException {
        return fd.registration.watch(interest, watcher);
    }

    @Override
    public final void unwatch(Interest interest, Watcher watcher) {
        fd.registration.readiness(interest).unwatch(watcher);
    }

    @Override
    public void abandon(Handle handle) {
        fd.registration.abandon(handle);
    }

    @Override
    public <T> void setOption(SocketOption<T> option, T value) throws NetException {
        OptionCalls.set(fd, option, value);
    }

    @Override
    public final <T> T option(SocketOption<T> option) throws NetException {
        return OptionCalls.get(fd, option);
    }

    @Override
    public Optional<NetException> takeError() throws NetException {
        return OptionCalls.takeError(fd);
    }

    @Override
    public void close() throws NetException {
        fd.close();
    }
}
