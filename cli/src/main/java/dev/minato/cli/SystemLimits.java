package dev.minato.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// The kernel's limits for this process, from proc(5) of Linux; unknown elsewhere.
///
/// @param proc the mount point of proc(5)
record SystemLimits(Path proc) {
    static final SystemLimits HERE = new SystemLimits(Path.of("/proc"));

    private static final int MAX_LENGTH = 8 * 1024;
    private static final String OPEN_FILES = "Max open files";

    /// Returns the soft and the hard limit of open files: two numbers, or `unlimited`.
    Optional<String[]> openFiles() {
        // Max open files            1024                 1048576              files
        return read("self/limits")
                .flatMap(limits -> limits.lines()
                        .filter(line -> line.startsWith(OPEN_FILES))
                        .findFirst())
                .map(line -> line.substring(OPEN_FILES.length()).strip().split(" +"));
    }

    /// Returns the soft limit of open files, a number or `unlimited`; empty if unknown.
    Optional<String> maxOpenFiles() {
        return openFiles().map(both -> both[0]);
    }

    /// Returns a setting of the kernel, such as `net.core.somaxconn`, in one line.
    Optional<String> setting(String name) {
        return read("sys/" + name.replace('.', '/')).map(text -> text.strip().replaceAll("\\s+", " "));
    }

    /// Returns whether a limit is known to be less; a text that is not a number is no limit.
    static boolean isBelow(Optional<String> limit, long wanted) {
        return limit.filter(text -> !text.isEmpty() && text.chars().allMatch(Character::isDigit))
                .filter(number -> Long.parseLong(number) < wanted)
                .isPresent();
    }

    private Optional<String> read(String file) {
        try (InputStream in = Files.newInputStream(proc.resolve(file))) {
            // The kernel formats a setting for the first read only, so that has to ask for enough.
            return Optional.of(new String(in.readNBytes(MAX_LENGTH), US_ASCII));
        } catch (IOException e) {
            // Another operating system, or a container that hides it.
            return Optional.empty();
        }
    }
}
