package dev.minato.tls;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.testing.Subprocess;
import dev.minato.testing.Tool;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/// A shell script beside the tests that makes files with openssl.
final class OpensslScript {
    private OpensslScript() {}

    /// Runs it in `folder`; without openssl the test is aborted by name.
    static void run(String name, Path folder) {
        Tool.require("openssl");
        try (InputStream script = OpensslScript.class.getResourceAsStream(name)) {
            assertThat(script).isNotNull();
            var process = new ProcessBuilder("sh", "-c", new String(script.readAllBytes(), UTF_8))
                    .directory(folder.toFile())
                    .redirectErrorStream(true);
            try (var shell = Subprocess.start(process, Subprocess.LIFETIME)) {
                String output = shell.closeInput().text();
                assertThat(shell.exitCode()).as(output).isZero();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
