package dev.minato.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Stream;

/// The file descriptors of this process that are sockets.
public final class Descriptors {
    /// The folder that lists them, on Linux.
    public static final Path FOLDER = Path.of("/proc/self/fd");

    private Descriptors() {}

    /// Whether they can be counted on this machine.
    public static boolean canBeCounted() {
        return Files.isDirectory(FOLDER);
    }

    /// How many are open.
    public static long openSockets() {
        try (Stream<Path> all = Files.list(FOLDER)) {
            return all.filter(Descriptors::isSocket).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isSocket(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
        } catch (NoSuchFileException closedMeanwhile) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
