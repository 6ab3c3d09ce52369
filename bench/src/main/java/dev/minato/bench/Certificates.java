package dev.minato.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// The certificates of the servers over TLS, made anew by the `openssl` command: self-signed, for this machine, one
/// with
/// a key on the curve P-256 and one with a key of RSA, 2,048 bits.
final class Certificates {
    private static final int SECONDS = 60;
    private static final Map<String, List<String>> KEYS = Map.of(
            "ecdsa", List.of("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"),
            "rsa", List.of("-newkey", "rsa:2048"));

    private Certificates() {}

    static void make(Path folder) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        for (Map.Entry<String, List<String>> key : KEYS.entrySet()) {
            make(folder, key.getKey(), key.getValue());
        }
    }

    private static void make(Path folder, String name, List<String> key) throws IOException, InterruptedException {
        var builder = new ProcessBuilder("openssl", "req", "-x509", "-nodes", "-days", "30", "-subj", "/CN=localhost");
        builder.command().addAll(key);
        builder.command().addAll(List.of("-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"));
        builder.command()
                .addAll(List.of("-keyout", folder.resolve(name + ".key").toString()));
        builder.command().addAll(List.of("-out", folder.resolve(name + ".crt").toString()));
        Process process =
                Children.start(builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD));
        if (!process.waitFor(SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
            Children.end(process);
            throw new IOException("openssl made no certificate of " + name);
        }
    }
}
