package dev.minato.net;

import dev.minato.address.UnixAddr;
import dev.minato.error.NetException;
import dev.minato.net.connect.UnixTarget;
import dev.minato.net.option.Bounds;
import dev.minato.net.path.SocketFile;
import dev.minato.net.path.StalePath;
import dev.minato.platform.Platform;
import dev.minato.platform.TryListener;
import java.nio.file.Path;
import java.util.Optional;

/// The options of a Unix listener: what it does with its path, and its backlog.
///
/// Begins with [UnixListener#options]. Each method returns new options and changes nothing, so options can be
/// kept, shared and used again.
///
/// {@snippet file="dev/minato/examples/unix/UnixEcho.java" region="server"}
public final class UnixListenerOptions {
    static final UnixListenerOptions DEFAULTS = new UnixListenerOptions(false, false, 1024);

    private final boolean removeStale;
    private final boolean unlinkOnClose;
    private final int backlog;

    private UnixListenerOptions(boolean removeStale, boolean unlinkOnClose, int backlog) {
        this.removeStale = removeStale;
        this.unlinkOnClose = unlinkOnClose;
        this.backlog = backlog;
    }

    /// Whether a socket at the path that nobody listens on is deleted and replaced; off by default.
    ///
    /// Such a thing is left behind by a process that did not clean up. Nothing else is deleted: not a regular
    /// file or a link, and not a socket that somebody listens on, for which it connects to it once, and to one
    /// that seems to be stale again after 10 ms. Threads of one process never take the path from each other;
    /// two processes that remove the same stale path in the same microseconds can.
    public UnixListenerOptions removeStale(boolean remove) {
        return new UnixListenerOptions(remove, unlinkOnClose, backlog);
    }

    /// Whether the close of the listener deletes the path, if it is still the listener's own; off by default,
    /// as in Rust's std. It does so before it stops listening: a successor that waits for the path with
    /// [#removeStale] keeps it. A process that is killed deletes nothing.
    public UnixListenerOptions unlinkOnClose(boolean unlink) {
        return new UnixListenerOptions(removeStale, unlink, backlog);
    }

    /// How many connections may wait to be accepted; defaults to 1,024.
    ///
    /// @throws IllegalArgumentException if `backlog` is less than 1
    public UnixListenerOptions backlog(int backlog) {
        return new UnixListenerOptions(removeStale, unlinkOnClose, Bounds.positive(backlog, "set backlog"));
    }

    /// Binds to a path and listens; as [UnixListener#bind(String)].
    public UnixListener bind(String path) throws NetException {
        return bind(UnixTarget.of(path, "bind"));
    }

    /// Binds to a path and listens; as [UnixListener#bind(String)].
    public UnixListener bind(Path path) throws NetException {
        return bind(UnixTarget.of(path, "bind"));
    }

    /// Binds to an address and listens; as [UnixListener#bind(String)].
    public UnixListener bind(UnixAddr address) throws NetException {
        Platform platform = Platform.current();
        try {
            UnixTarget.checkNamed(address, "bind");
            return removeStale
                    ? StalePath.removeAndBind(platform, address, () -> open(platform, address))
                    : StalePath.bind(() -> open(platform, address));
        } catch (NetException e) {
            throw e.withAddress(address);
        }
    }

    private UnixListener open(Platform platform, UnixAddr address) throws NetException {
        TryListener<UnixAddr> socket = platform.listenUnix(address, backlog);
        Optional<SocketFile> own = unlinkOnClose ? SocketFile.of(address) : Optional.empty();
        return UnixListener.of(platform, socket, own);
    }
}
