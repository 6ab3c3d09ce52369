package dev.minato.net;

import dev.minato.address.UnixAddr;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Optional;

/// A socket in the file system, by its path and the file system's own name for it (the inode): so that what is
/// deleted is what was looked at, and not what somebody else has put there since.
///
/// @param path where
/// @param key the file
record OwnPath(Path path, Object key) {
    private static final int TYPE = 0170000;
    private static final int SOCKET = 0140000;

    /// The socket at that address; empty if there is something else, or nothing, or the system cannot tell.
    static Optional<OwnPath> of(UnixAddr address) {
        return address.asPath().map(Path::toAbsolutePath).flatMap(OwnPath::socketAt);
    }

    private static Optional<OwnPath> socketAt(Path path) {
        try {
            return path.getFileSystem().supportedFileAttributeViews().contains("unix") ? onUnix(path) : elsewhere(path);
        } catch (IOException notThere) {
            return Optional.empty();
        }
    }

    /// The file itself, not one that it is a symbolic link to.
    private static Optional<OwnPath> onUnix(Path path) throws IOException {
        Map<String, Object> about = Files.readAttributes(path, "unix:mode,fileKey", LinkOption.NOFOLLOW_LINKS);
        boolean isSocket = about.get("mode") instanceof Integer mode && (mode & TYPE) == SOCKET;
        return isSocket
                ? Optional.ofNullable(about.get("fileKey")).map(key -> new OwnPath(path, key))
                : Optional.empty();
    }

    private static Optional<OwnPath> elsewhere(Path path) throws IOException {
        var about = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        return about.isOther() ? Optional.of(new OwnPath(path, about.creationTime())) : Optional.empty();
    }

    /// When the inode was changed last; empty if it is gone or the system does not tell. The number of an inode
    /// is given to the next file at once, and this tells the two apart.
    Optional<Object> changed() {
        try {
            return Optional.ofNullable(Files.getAttribute(path, "unix:ctime", LinkOption.NOFOLLOW_LINKS));
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException cannotTell) {
            return Optional.empty();
        }
    }

    /// Deletes it, if it is still the same; true if it is gone now.
    boolean delete() throws NetException {
        Optional<OwnPath> now = socketAt(path);
        if (!now.equals(Optional.of(this))) {
            return false;
        }
        try {
            Files.delete(path);
            return true;
        } catch (NoSuchFileException gone) {
            return true;
        } catch (IOException e) {
            throw NetException.builder(ErrorKind.PERMISSION_DENIED, "unlink")
                    .address("unix " + path)
                    .cause(e)
                    .build();
        }
    }
}
