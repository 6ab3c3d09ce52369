package dev.minato.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// What the system allows this process, from the files of Linux's `/proc`; elsewhere nothing is known.
///
/// @param proc where those files are
record SystemLimits(Path proc) {
    static final SystemLimits HERE = new SystemLimits(Path.of("/proc"));

    private static final int LONGEST = 8 * 1024;
    private static final String OPEN_FILES = "Max open files";

    /// How many descriptors it may have, and how many it could ask for: two numbers, or `unlimited`.
    Optional<String[]> openFiles() {
        // Max open files            1024                 1048576              files
        return read("self/limits")
                .flatMap(limits -> limits.lines()
                        .filter(line -> line.startsWith(OPEN_FILES))
                        .findFirst())
                .map(line -> line.substring(OPEN_FILES.length()).strip().split(" +"));
    }

    /// A setting of the kernel, such as `net.core.somaxconn`, in one line.
    Optional<String> setting(String name) {
        return read("sys/" + name.replace('.', '/')).map(text -> text.strip().replaceAll("\\s+", " "));
    }

    /// Whether a limit is known to be less; a text that is no number is no limit.
    static boolean isBelow(Optional<String> limit, long wanted) {
        return limit.filter(text -> !text.isEmpty() && text.chars().allMatch(Character::isDigit))
                .filter(number -> Long.parseLong(number) < wanted)
                .isPresent();
    }

    private Optional<String> read(String file) {
        try (InputStream in = Files.newInputStream(proc.resolve(file))) {
            // The kernel writes a setting out for the first read only, so that has to ask for enough.
            return Optional.of(new String(in.readNBytes(LONGEST), US_ASCII));
        } catch (IOException e) {
            // Another system, or a container that hides it.
            return Optional.empty();
        }
    }
}
