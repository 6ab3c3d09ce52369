package dev.minato.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A service that a bug has ended ends the process: none stays alive that no longer serves.
@Timeout(120)
class ServiceBugTest {
    private static final String SERVICES = "dev.minato.services";

    /// In place of the interface of that name: the first tick throws.
    private static final String BUG = """
            package dev.minato.services.game;

            public interface TickListener {
                TickListener NONE = new TickListener() {
                    @Override
                    public void ticked(long tick, long due, java.util.List<PlayerView> players) {}

                    @Override
                    public boolean equals(Object other) {
                        throw new IllegalStateException("a bug");
                    }
                };

                void ticked(long tick, long due, java.util.List<PlayerView> players);
            }
            """;

    @Test
    void endsTheProcess(@TempDir Path folder) throws IOException {
        List<String> flags =
                List.of("--enable-native-access=dev.minato", "--patch-module", SERVICES + "=" + compiled(folder));
        try (var serve = Program.minatoWith(flags, "serve", "game=127.0.0.1:0", "hello=127.0.0.1:0")) {
            assertThat(serve.exitCode()).as("%s", serve).isEqualTo(Failure.BUG);
            serve.out().await("^a service has ended: draining 0 connections");
            serve.err()
                    .await("^minato: a service has ended by a bug, please report it:"
                            + " java.lang.IllegalStateException: a bug$");
        }
    }

    private static Path compiled(Path folder) throws IOException {
        Path source = Files.createDirectories(folder.resolve("source/dev/minato/services/game"))
                .resolve("TickListener.java");
        Files.writeString(source, BUG);
        Path classes = folder.resolve("classes");
        String _ = Program.outputOf(
                "",
                Program.ofJdk("javac"),
                "-d",
                classes.toString(),
                "-p",
                Program.modules(),
                "--patch-module",
                SERVICES + "=" + folder.resolve("source"),
                source.toString());
        return classes;
    }
}
