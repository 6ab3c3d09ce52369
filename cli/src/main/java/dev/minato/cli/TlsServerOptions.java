package dev.minato.cli;

import dev.minato.error.NetException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// The options of `minato serve` that encrypt its TCP services.
final class TlsServerOptions {
    private final OptionSpec certificates = files(
            "--tls-cert",
            "Serve over TLS with this chain of certificates, in PEM; once for each, with its key. A client is shown the"
                    + " one with the name that it asks for, or the first. SIGHUP reads all files anew.");
    private final OptionSpec keys =
            files("--tls-key", "The private key of a certificate, in PEM, in the order of the certificates.");
    private final OptionSpec clientAuthorities = Commands.option("--client-ca", "FILE", Path::of, Path.class)
            .description(
                    "Require a certificate of every client, signed by one of the authorities in this file, in PEM.")
            .build();
    private final OptionSpec protocols = TlsOptions.applicationProtocols(
            "The application protocols that clients may offer (ALPN); others are refused, none is served.");

    private static OptionSpec files(String name, String description) {
        return OptionSpec.builder(name)
                .paramLabel("FILE")
                .arity("1")
                .type(List.class)
                .auxiliaryTypes(Path.class)
                .converters(Path::of)
                .description(description)
                .build();
    }

    void addTo(CommandSpec spec) {
        spec.addOption(certificates)
                .addOption(keys)
                .addOption(clientAuthorities)
                .addOption(protocols);
    }

    /// What the options say, with the files as they are now; empty if nothing is to be encrypted.
    ///
    /// @throws Failure if they contradict each other
    /// @throws NetException if a file cannot be used
    Optional<ServerTls> open() throws Failure, NetException {
        List<Path> chains = list(certificates);
        List<Path> secrets = list(keys);
        if (chains.size() != secrets.size()) {
            throw Failure.usage("--tls-cert and --tls-key come in pairs, but there are " + chains.size() + " and "
                    + secrets.size());
        }
        Optional<Path> authorities = Optional.ofNullable(clientAuthorities.<@Nullable Path>getValue());
        List<String> names = TlsOptions.applicationProtocols(protocols);
        if (chains.isEmpty()) {
            if (authorities.isPresent() || !names.isEmpty()) {
                throw Failure.usage((names.isEmpty() ? "--client-ca" : "--alpn") + " needs --tls-cert");
            }
            return Optional.empty();
        }
        List<ServerTls.Files> pairs = IntStream.range(0, chains.size())
                .mapToObj(i -> new ServerTls.Files(chains.get(i), secrets.get(i)))
                .toList();
        return Optional.of(ServerTls.open(pairs, authorities, names));
    }

    private static List<Path> list(OptionSpec option) {
        List<Path> files = option.<@Nullable List<Path>>getValue();
        return files == null ? List.of() : files;
    }
}
