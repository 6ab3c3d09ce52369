package dev.minato.net.path;

import dev.minato.address.UnixAddr;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.platform.Platform;
import dev.minato.platform.Scope;
import dev.minato.platform.TryDatagram;
import dev.minato.platform.TryStream;
import dev.minato.platform.wait.Deadline;
import dev.minato.platform.wait.Handle;
import dev.minato.platform.wait.Outcome;
import dev.minato.platform.wait.WaitQueue;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/// The path that a Unix socket leaves in the file system when its process ends.
///
/// The next bind fails at it with EADDRINUSE, and it looks like that of a socket in use. Only the kernel can
/// tell: a connection to it is refused. Nor is one refusal enough, since it also comes from a socket that is
/// just being bound, or does not listen yet:
///
/// ```
///  a socket? ─▶ refused? ─▶ 10 ms ─▶ ┌ the same file? ─▶ refused? ─▶ delete ─▶ bind ┐  one thread of the process
///                                    └──────────────────────────────────────────────┘  at a time
/// ```
public final class StalePath {
    private static final long BETWEEN_LOOKS = 10_000_000;

    /// Held by a thread of this process that binds to a path, so that no other takes a path between the last
    /// look and the bind. Nobody waits for anything else while holding it.
    private static final Object BINDING = new Object();

    /// A socket's file as it was seen.
    private record Seen(SocketFile file, Optional<Object> changed) {}

    /// The bind to the path.
    @FunctionalInterface
    public interface Bind<S> {
        S bind() throws NetException;
    }

    private StalePath() {}

    /// Binds to an address that may be a path.
    public static <S> S bind(Bind<S> bind) throws NetException {
        synchronized (BINDING) {
            return bind.bind();
        }
    }

    /// Deletes the path of `address` if it is a socket's that nobody has bound any more, and binds; anything
    /// else stays as it is, for the bind to fail at. PERMISSION_DENIED if it cannot be deleted; INTERRUPTED,
    /// DEADLINE_EXCEEDED between the two looks at it.
    ///
    /// Within one process a path that is in use is never deleted. Another one that removes the same stale path
    /// in the same microseconds may lose what it has just bound.
    public static <S> S removeAndBind(Platform platform, UnixAddr address, Bind<S> bind) throws NetException {
        Optional<Seen> stale = look(platform, address);
        if (stale.isPresent()) {
            pause(platform);
        }
        synchronized (BINDING) {
            if (stale.isPresent() && look(platform, address).equals(stale)) {
                delete(stale.get().file().path(), address);
            }
            return bind.bind();
        }
    }

    /// The path's socket if a connection to it is refused.
    private static Optional<Seen> look(Platform platform, UnixAddr address) throws NetException {
        Optional<Seen> seen = SocketFile.of(address).map(file -> new Seen(file, file.changed()));
        return seen.isPresent() && isRefused(platform, address) ? seen : Optional.empty();
    }

    private static void pause(Platform platform) throws NetException {
        var queue = new WaitQueue(platform.parker());
        long until = Deadline.after(platform.parker().now(), BETWEEN_LOOKS);
        Scope scope = Scope.current();
        Outcome outcome = queue.await(new Handle(), Math.min(until, scope.deadline()), () -> false);
        if (outcome != Outcome.TIMED_OUT || scope.deadline() < until) {
            throw scope.failure(outcome, "bind");
        }
    }

    private static boolean isRefused(Platform platform, UnixAddr address) throws NetException {
        try {
            return isRefusedAsDatagram(platform, address);
        } catch (NetException e) {
            if (e.kind() == ErrorKind.UNSUPPORTED) {
                return isRefusedAsStream(platform, address);
            }
            throw e;
        }
    }

    /// The better question: a socket that is bound but does not listen yet refuses no datagrams, and one that
    /// does never hears of it.
    private static boolean isRefusedAsDatagram(Platform platform, UnixAddr address) throws NetException {
        TryDatagram<UnixAddr> probe = platform.openUnixDatagram(UnixAddr.unnamed());
        try {
            probe.connect(address);
            return false;
        } catch (NetException e) {
            return e.kind() == ErrorKind.CONNECTION_REFUSED;
        } finally {
            probe.close();
        }
    }

    private static boolean isRefusedAsStream(Platform platform, UnixAddr address) throws NetException {
        TryStream<UnixAddr> probe = platform.openUnixStream(UnixAddr.unnamed());
        try {
            boolean _ = probe.tryConnect(address);
            return false;
        } catch (NetException e) {
            return e.kind() == ErrorKind.CONNECTION_REFUSED;
        } finally {
            probe.close();
        }
    }

    private static void delete(Path path, UnixAddr address) throws NetException {
        try {
            Files.delete(path);
        } catch (NoSuchFileException gone) {
            // Somebody else was quicker.
        } catch (IOException e) {
            var kind = e instanceof AccessDeniedException ? ErrorKind.PERMISSION_DENIED : ErrorKind.OTHER;
            throw NetException.builder(kind, "bind")
                    .address(address)
                    .detail("its stale path cannot be deleted")
                    .cause(e)
                    .build();
        }
    }
}
