package dev.minato.platform;

import dev.minato.error.NetException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Optional;

/// A regular file, open for reading, whose bytes [TryStream#trySendFile] sends.
///
/// Its calls wait for the disk and for nothing else, so they are made on threads that may block. For one
/// thread at a time, until [#close].
public interface TryFile {
    /// Opens a file by a channel of the JDK, of whatever file system. NOT_FOUND, PERMISSION_DENIED,
    /// TOO_MANY_OPEN_FILES; INVALID_INPUT for what is no regular file.
    static TryFile open(Path path) throws NetException {
        return ChannelFile.open(path);
    }

    /// Throws INVALID_INPUT for a folder, a pipe or a device: its bytes have no positions, and may never
    /// come.
    static void checkRegular(Path path) throws NetException {
        ChannelFile.checkRegular(path);
    }

    /// Reads some bytes from a position of the file on: how many; -1 at its end.
    int read(ByteBuffer into, long position) throws NetException;

    /// The channel, if it is one.
    default Optional<FileChannel> channel() {
        return Optional.empty();
    }

    /// Closes it; what fails then is of no interest to one who only read.
    void close();
}
