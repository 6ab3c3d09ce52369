package dev.minato.net;

import dev.minato.address.UnixAddr;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.platform.Platform;
import dev.minato.platform.TryDatagram;
import dev.minato.platform.TryStream;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/// The path that a Unix socket leaves in the file system when its process ends.
///
/// It is in the way of the next bind, and looks like that of a socket in use. Only the system can tell: a
/// connection to it is refused.
final class StalePath {
    private static final int FILE_TYPE = 0xf000;
    private static final int SOCKET = 0xc000;

    private StalePath() {}

    /// Deletes the path of `address` if it is a socket's that nobody has bound any more; anything else stays as
    /// it is, for the bind that follows to fail at. PERMISSION_DENIED if it cannot be deleted.
    ///
    /// Two processes that do this at once for the same path may delete what the other has just bound.
    static void remove(Platform platform, UnixAddr address) throws NetException {
        Path path = address.asPath().orElse(null);
        if (path != null && isSocket(path) && isRefused(platform, address)) {
            delete(path, address);
        }
    }

    /// Asks the file itself, not one that it is a symbolic link to.
    private static boolean isSocket(Path path) {
        try {
            return path.getFileSystem().supportedFileAttributeViews().contains("unix")
                    ? isSocketOfUnix(path)
                    : Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                            .isOther();
        } catch (IOException notThere) {
            return false;
        }
    }

    private static boolean isSocketOfUnix(Path path) throws IOException {
        int mode = (Integer) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
        return (mode & FILE_TYPE) == SOCKET;
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
