package dev.minato.platform;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Optional;

/// A file behind a channel of the JDK.
record ChannelFile(FileChannel open) implements TryFile {
    static ChannelFile open(Path path) throws NetException {
        checkRegular(path);
        try {
            return new ChannelFile(FileChannel.open(path, StandardOpenOption.READ));
        } catch (IOException e) {
            throw failure("open file", e);
        }
    }

    static void checkRegular(Path path) throws NetException {
        if (Files.exists(path) && !Files.isRegularFile(path)) {
            throw NetException.of(ErrorKind.INVALID_INPUT, "open file", "it is no regular file: " + path);
        }
    }

    @Override
    public int read(ByteBuffer into, long position) throws NetException {
        try {
            return open.read(into, position);
        } catch (IOException e) {
            throw failure("read file", e);
        }
    }

    @Override
    public Optional<FileChannel> channel() {
        return Optional.of(open);
    }

    @Override
    public void close() {
        try {
            open.close();
        } catch (IOException _) {
            // Nothing was written to it.
        }
    }

    private static NetException failure(String operation, IOException e) {
        return NetException.builder(kind(e), operation)
                .detail(String.valueOf(e.getMessage()))
                .cause(e)
                .build();
    }

    /// The JDK has no exception of its own for the third.
    private static ErrorKind kind(IOException e) {
        return switch (e) {
            case NoSuchFileException _ -> ErrorKind.NOT_FOUND;
            case AccessDeniedException _ -> ErrorKind.PERMISSION_DENIED;
            default ->
                String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT).contains("too many open files")
                        ? ErrorKind.TOO_MANY_OPEN_FILES
                        : ErrorKind.OTHER;
        };
    }
}
