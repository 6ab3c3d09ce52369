package dev.minato.net.path;

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

/// A socket's file, by its path and its inode: so that what is deleted is what was looked at, and not what
/// somebody else has put there since.
///
/// @param path its path
/// @param key the file system's identity of the file, such as device and inode
public record SocketFile(Path path, Object key) {
    private static final int TYPE = 0170000;
    private static final int SOCKET = 0140000;

    /// Returns the socket's file at that address; empty if there is something else, or nothing, or the
    /// operating system cannot tell.
    public static Optional<SocketFile> of(UnixAddr address) {
        return address.asPath().map(Path::toAbsolutePath).flatMap(SocketFile::socketAt);
    }

    private static Optional<SocketFile> socketAt(Path path) {
        try {
            return path.getFileSystem().supportedFileAttributeViews().contains("unix") ? onUnix(path) : elsewhere(path);
        } catch (IOException notThere) {
            return Optional.empty();
        }
    }

    /// The file itself, not one that it is a symbolic link to.
    private static Optional<SocketFile> onUnix(Path path) throws IOException {
        Map<String, Object> about = Files.readAttributes(path, "unix:mode,fileKey", LinkOption.NOFOLLOW_LINKS);
        boolean isSocket = about.get("mode") instanceof Integer mode && (mode & TYPE) == SOCKET;
        return isSocket
                ? Optional.ofNullable(about.get("fileKey")).map(key -> new SocketFile(path, key))
                : Optional.empty();
    }

    private static Optional<SocketFile> elsewhere(Path path) throws IOException {
        var about = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        return about.isOther() ? Optional.of(new SocketFile(path, about.creationTime())) : Optional.empty();
    }

    /// Returns the inode's ctime; empty if it is gone or the operating system does not tell. An inode number
    /// is reused at once, and this tells the two files apart.
    Optional<Object> changed() {
        try {
            return Optional.ofNullable(Files.getAttribute(path, "unix:ctime", LinkOption.NOFOLLOW_LINKS));
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException cannotTell) {
            return Optional.empty();
        }
    }

    /// Deletes it, if it is still the same; true if it is gone now.
    public boolean delete() throws NetException {
        Optional<SocketFile> now = socketAt(path);
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
