package dev.minato.net;

import dev.minato.address.UnixAddr;
import dev.minato.error.NetException;
import dev.minato.net.handle.SocketHandle;
import dev.minato.net.path.SocketFile;
import dev.minato.platform.Platform;
import dev.minato.platform.TryListener;
import dev.minato.platform.TryStream;
import dev.minato.platform.wait.WaitQueue;
import java.nio.file.Path;
import java.util.Optional;

/// A Unix socket that listens for connections from this machine, at a path or an abstract name.
///
/// {@snippet file="dev/minato/examples/unix/UnixEcho.java" region="server"}
///
/// **The path stays** after the close, as in Rust's std, and the next bind finds it in use;
/// [UnixListenerOptions#removeStale] and [UnixListenerOptions#unlinkOnClose] change that. Who may connect is
/// decided by the permissions of the path and its directories. An abstract name has none of this: it is gone
/// with the socket, and open to everybody on the machine.
///
/// Several threads may accept at once; each connection goes to one of them. Abstract names are Linux's; the
/// jdk platform says `UNSUPPORTED`. Modelled on Rust's `std::os::unix::net::UnixListener`; see unix(7).
public final class UnixListener extends SocketListener<UnixAddr, UnixStream> implements Pollable {
    private final Optional<SocketFile> toUnlink;

    private UnixListener(SocketHandle<TryListener<UnixAddr>> handle, WaitQueue retries, Optional<SocketFile> toUnlink) {
        super(handle, retries);
        this.toUnlink = toUnlink;
    }

    /// A listener with options of its own: see [UnixListenerOptions].
    public static UnixListenerOptions options() {
        return UnixListenerOptions.DEFAULTS;
    }

    /// Binds to a path, which must not exist, and listens.
    ///
    /// `INVALID_INPUT` for a path that is empty or too long (more than 107 bytes; 106 on the jdk platform),
    /// `ADDRESS_IN_USE` (there is something already: maybe what an earlier process left behind, see
    /// [UnixListenerOptions#removeStale]), `NOT_FOUND` (no such directory), `PERMISSION_DENIED`,
    /// `TOO_MANY_OPEN_FILES`.
    public static UnixListener bind(String path) throws NetException {
        return options().bind(path);
    }

    /// Binds to a path; as [#bind(String)].
    public static UnixListener bind(Path path) throws NetException {
        return options().bind(path);
    }

    /// Binds to an address, which must not be unnamed; as [#bind(String)].
    public static UnixListener bind(UnixAddr address) throws NetException {
        return options().bind(address);
    }

    static UnixListener of(Platform platform, TryListener<UnixAddr> socket, Optional<SocketFile> toUnlink) {
        return new UnixListener(
                SocketHandle.of(platform, socket, TryListener::localAddress),
                new WaitQueue(platform.parker()),
                toUnlink);
    }

    /// A second handle on the same socket and its backlog. `CLOSED` if this one is closed.
    public UnixListener tryClone() throws NetException {
        return new UnixListener(handle.tryClone(), retries, toUnlink);
    }

    @Override
    UnixStream stream(Platform platform, TryStream<UnixAddr> accepted) {
        return new UnixStream(platform, accepted);
    }

    /// Before the socket is closed: afterwards the kernel may give its inode to the successor's path at once,
    /// and the path would look like our own. While it is open, nobody takes the path for a stale one.
    @Override
    void closing() throws NetException {
        if (toUnlink.isPresent()) {
            toUnlink.get().delete();
        }
    }

    /// `unix /run/x.sock`.
    @Override
    public String toString() {
        return localAddress().toString();
    }
}
