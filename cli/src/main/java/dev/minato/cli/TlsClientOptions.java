package dev.minato.cli;

import dev.minato.error.NetException;
import dev.minato.tls.TlsConnector;
import dev.minato.tls.TlsIdentity;
import dev.minato.tls.TlsTrust;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// The options of `minato connect` for TLS.
final class TlsClientOptions {
    private final OptionSpec tls = Commands.flag("--tls")
            .description("Encrypt with TLS, and say on standard error what was agreed on, and whose certificates the"
                    + " server has shown. It must be for HOST, and of an authority that the JDK trusts.")
            .build();
    private final OptionSpec authorities =
            file("--ca", "Trust the authorities in this file, in PEM, instead of the JDK's.");
    private final OptionSpec insecure = Commands.flag("--insecure")
            .description("Trust any certificate, for any host. Whoever is in between can then read and change all.")
            .build();
    private final OptionSpec protocols =
            TlsOptions.applicationProtocols("Offer these application protocols (ALPN), the preferred one first.");
    private final OptionSpec certificate =
            file("--cert", "Show this chain of certificates, in PEM, to a server that asks for it; with --key.");
    private final OptionSpec key = file("--key", "The private key of --cert, in PEM.");

    private static OptionSpec file(String name, String description) {
        return Commands.option(name, "FILE", Path::of, Path.class)
                .description(description)
                .build();
    }

    void addTo(CommandSpec spec) {
        for (OptionSpec option : List.of(tls, authorities, insecure, protocols, certificate, key)) {
            spec.addOption(option);
        }
    }

    /// What the options say, with the files as they are now; empty without `--tls`.
    ///
    /// @param timeout of the handshake
    /// @throws Failure if they contradict each other
    /// @throws NetException if a file cannot be used
    Optional<TlsConnector> connector(Duration timeout) throws Failure, NetException {
        check();
        if (!tls.<Boolean>getValue()) {
            return Optional.empty();
        }
        var builder = TlsConnector.builder().handshakeTimeout(timeout).trust(trust());
        List<String> names = TlsOptions.applicationProtocols(protocols);
        if (!names.isEmpty()) {
            builder.applicationProtocols(names);
        }
        if (path(certificate).isPresent()) {
            builder.identity(
                    TlsIdentity.ofPem(path(certificate).orElseThrow(), path(key).orElseThrow()));
        }
        return Optional.of(builder.build());
    }

    private void check() throws Failure {
        if (!tls.<Boolean>getValue()) {
            for (OptionSpec option : List.of(authorities, insecure, protocols, certificate, key)) {
                Object value = option.<@Nullable Object>getValue();
                if (value != null && !value.equals(false)) {
                    throw Failure.usage(option.longestName() + " needs --tls");
                }
            }
        }
        if (path(certificate).isPresent() != path(key).isPresent()) {
            throw Failure.usage("--cert and --key come as a pair");
        }
        if (insecure.<Boolean>getValue() && path(authorities).isPresent()) {
            throw Failure.usage("--insecure trusts everybody, and --ca only some");
        }
    }

    private TlsTrust trust() throws NetException {
        if (insecure.<Boolean>getValue()) {
            return TlsTrust.insecure();
        }
        return path(authorities).isPresent() ? TlsTrust.ofPem(path(authorities).orElseThrow()) : TlsTrust.system();
    }

    private static Optional<Path> path(OptionSpec option) {
        return Optional.ofNullable(option.<@Nullable Path>getValue());
    }
}
