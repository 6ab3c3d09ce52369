package dev.minato.cli;

import java.nio.file.Path;
import java.util.List;

/// Certificates of a small authority in a folder, made by openssl: `ca.pem`, and for each name `NAME-chain.pem` and
/// `NAME.key`. The names are in the script.
final class TestIdentities {
    private static final Path SCRIPT = Path.of("../core/src/test/resources/dev/minato/tls/make-certificates")
            .toAbsolutePath();

    private final Path folder;

    private TestIdentities(Path folder) {
        this.folder = folder;
    }

    static TestIdentities in(Path folder) {
        Require.tool("openssl");
        Program.outputOf("", "sh", "-c", "cd \"$1\" && sh \"$2\"", "sh", folder.toString(), SCRIPT.toString());
        return new TestIdentities(folder);
    }

    String file(String name) {
        return folder.resolve(name).toString();
    }

    String ca() {
        return file("ca.pem");
    }

    /// The options of `serve` that show it.
    List<String> served(String name) {
        return List.of("--tls-cert", file(name + "-chain.pem"), "--tls-key", file(name + ".key"));
    }
}
