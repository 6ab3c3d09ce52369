package dev.minato.cli;

import static org.assertj.core.api.Assertions.fail;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Assumptions;

/// What a test needs and a machine may lack. The test is aborted by name then; with `-Dminato.require=all` it
/// fails.
final class Require {
    private Require() {}

    static void tool(String name) {
        var folders = System.getenv().getOrDefault("PATH", "").split(File.pathSeparator);
        that(Arrays.stream(folders).anyMatch(folder -> Files.isExecutable(Path.of(folder, name))), "the tool " + name);
    }

    static void procFolder() {
        that(Files.isDirectory(Path.of("/proc/self/fd")), "the folder /proc");
    }

    static void that(boolean there, String what) {
        if (!there && "all".equals(System.getProperty("minato.require"))) {
            fail("this machine lacks " + what);
        }
        Assumptions.assumeTrue(there, "this machine lacks " + what);
    }
}
