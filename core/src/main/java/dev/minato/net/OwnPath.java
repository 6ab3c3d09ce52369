package dev.minato.net;

import dev.minato.address.UnixAddr;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
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
            Map<String, Object> about = Files.readAttributes(path, "unix:mode,fileKey", LinkOption.NOFOLLOW_LINKS);
            boolean isSocket = about.get("mode") instanceof Integer mode && (mode & TYPE) == SOCKET;
            return isSocket
                    ? Optional.ofNullable(about.get("fileKey")).map(key -> new OwnPath(path, key))
                    : Optional.empty();
        } catch (IOException | UnsupportedOperationException cannotTell) {
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
