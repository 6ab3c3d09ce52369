package dev.minato.platform;

import dev.minato.address.SocketAddr;
import dev.minato.address.UnixAddr;
import dev.minato.error.NetException;
import dev.minato.platform.wait.Parker;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// One implementation of everything below the public API. See the package for the contract.
///
/// A socket or a task keeps the platform it was made on. Safe for use by several threads.
public interface Platform extends Lookup {
    /// The platform of the calling code: a scoped one, else the one of the process.
    ///
    /// `-Dminato.platform=jdk|linux` chooses the one of the process; by default that is linux where it works,
    /// else jdk. Every call fails with a [PlatformUnavailableException] if that names no platform, or one
    /// that does not work here.
    static Platform current() {
        return Scope.current().platform();
    }

    /// A short name, such as `jdk`.
    String name();

    /// Returns the choices made when it was created, and why: itself first, then how it schedules.
    List<Choice> choices();

    /// Returns its features on this machine; always the same object.
    Capabilities capabilities();

    /// How its threads wait, and its clock.
    Parker parker();

    /// Runs `body` on a new thread of the platform, a virtual one, in the scope that `body` binds itself.
    ///
    /// A platform without places takes no notice of `placement`. What `body` throws is a bug of the caller.
    /// `UncheckedIOException` for the first task of all, on a platform that then finds no file descriptors to
    /// run any.
    Thread start(Runnable body, Placement placement);

    /// As [Lookup] says, on the platform's own few threads.
    @Override
    List<SocketAddr> resolve(String host, int port, long deadline) throws NetException;

    /// A TCP socket that is bound and listens. ADDRESS_IN_USE, ADDRESS_NOT_AVAILABLE, PERMISSION_DENIED,
    /// TOO_MANY_OPEN_FILES, ADDRESS_FAMILY_UNSUPPORTED.
    ///
    /// `settings` are made before the bind; `SO_REUSEADDR` is on without them, except on Windows.
    TryListener<SocketAddr> listen(SocketAddr local, int backlog, List<Setting<?>> settings) throws NetException;

    /// A TCP socket that can connect to an address of that family. TOO_MANY_OPEN_FILES,
    /// ADDRESS_FAMILY_UNSUPPORTED; with a local address, also what [#listen] fails with.
    ///
    /// @param local the address to bind to first; empty leaves it to the kernel
    TryStream<SocketAddr> openStream(SocketAddr remote, Optional<SocketAddr> local, List<Setting<?>> settings)
            throws NetException;

    /// A bound UDP socket; fails as [#listen] does.
    TryDatagram<SocketAddr> openDatagram(SocketAddr local, List<Setting<?>> settings) throws NetException;

    /// A Unix socket that is bound and listens. Also ADDRESS_IN_USE, NOT_FOUND, PERMISSION_DENIED,
    /// UNSUPPORTED.
    TryListener<UnixAddr> listenUnix(UnixAddr local, int backlog) throws NetException;

    /// A Unix stream that can connect; bound first, unless `local` is unnamed.
    TryStream<UnixAddr> openUnixStream(UnixAddr local) throws NetException;

    /// Two Unix streams that are connected to each other. UNSUPPORTED.
    Both<TryStream<UnixAddr>> unixStreamPair() throws NetException;

    /// A Unix datagram socket, bound unless `local` is unnamed. UNSUPPORTED.
    TryDatagram<UnixAddr> openUnixDatagram(UnixAddr local) throws NetException;

    /// Two Unix datagram sockets that are connected to each other. UNSUPPORTED.
    Both<TryDatagram<UnixAddr>> unixDatagramPair() throws NetException;

    /// A socket of a file descriptor that another process opened, made non-blocking and close-on-exec; owns
    /// the descriptor from then on.
    ///
    /// `INVALID_INPUT` if it is not open, or no socket; `UNSUPPORTED` for a socket of another kind, and where
    /// the platform cannot make sockets of descriptors ([Capabilities#inheritedSockets]); `NOT_CONNECTED` for
    /// a stream that neither listens nor is connected. The descriptor is then left as it was.
    Adopted adopt(int fd) throws NetException;

    /// Opens a file for [TryStream#trySendFile]; fails as [TryFile#open].
    default TryFile openFile(Path path) throws NetException {
        return TryFile.open(path);
    }

    /// Takes a pipe for bytes that go from one of its streams to another; empty where bytes between these two
    /// have to be copied, or all pipes are in use. Whoever takes it closes it.
    default Optional<TryPipe> takePipe(TryStream<?> from, TryStream<?> to) {
        return Optional.empty();
    }

    /// Has each thread that others depend on, an event loop or a poller, run `beat` once when it next comes
    /// round, and wakes those that sleep; returns how many they are. One that is held by a task, or that
    /// finds no carrier, runs it when that is over, so a watchdog sees which are alive.
    ///
    /// `beat` must neither block nor throw. It may run before this returns. 0 on a platform that has started
    /// none yet.
    int heartbeat(Runnable beat);

    /// Returns how often a task has held an event loop, and with it the loop's other connections, for longer
    /// than a stall may last (`-Dminato.stall`), since the process was started; 0 on a platform that does not
    /// see that.
    long stalls();

    /// Two ends.
    ///
    /// @param <S> the type of an end
    /// @param first one end
    /// @param second the other
    record Both<S>(S first, S second) {}
}
