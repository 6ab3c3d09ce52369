package dev.minato.cli;

import dev.minato.error.NetException;
import dev.minato.tls.TlsConnector;
import dev.minato.tls.TlsTrust;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// The options of `minato dns` for DNS over TLS.
final class DnsTlsOptions {
    private final OptionSpec tls = Commands.flag("--tls")
            .description("Ask over TLS, on port 853. The certificate of a server must be that of its name or address as"
                    + " given, and of an authority that the JDK trusts.")
            .build();
    private final OptionSpec name = Commands.option("--tls-name", "NAME", text -> text, String.class)
            .description("The certificates must be those of this name instead.")
            .build();
    private final OptionSpec authorities = Commands.option("--ca", "FILE", Path::of, Path.class)
            .description("Trust the authorities in this file, in PEM, instead of the JDK's.")
            .build();
    private final OptionSpec insecure = Commands.flag("--insecure")
            .description("Trust any certificate, for any name.")
            .build();

    void addTo(CommandSpec spec) {
        for (OptionSpec option : List.of(tls, name, authorities, insecure)) {
            spec.addOption(option);
        }
    }

    /// What the options say; empty without `--tls`.
    ///
    /// @param timeout of the handshake
    /// @throws Failure if they contradict each other
    /// @throws NetException if the file cannot be used
    Optional<TlsConnector> connector(Duration timeout) throws Failure, NetException {
        check();
        if (!tls.<Boolean>getValue()) {
            return Optional.empty();
        }
        return Optional.of(
                TlsConnector.builder().handshakeTimeout(timeout).trust(trust()).build());
    }

    /// Whose the certificates have to be, if not each server's own.
    Optional<String> name() {
        return Optional.ofNullable(name.<@Nullable String>getValue());
    }

    private void check() throws Failure {
        if (!tls.<Boolean>getValue()) {
            for (OptionSpec option : List.of(name, authorities, insecure)) {
                Object value = option.<@Nullable Object>getValue();
                if (value != null && !value.equals(false)) {
                    throw Failure.usage(option.longestName() + " needs --tls");
                }
            }
        }
        if (insecure.<Boolean>getValue() && (file().isPresent() || name().isPresent())) {
            throw Failure.usage("--insecure trusts everybody, --ca and --tls-name only some");
        }
    }

    private TlsTrust trust() throws NetException {
        if (insecure.<Boolean>getValue()) {
            return TlsTrust.insecure();
        }
        return file().isPresent() ? TlsTrust.ofPem(file().get()) : TlsTrust.system();
    }

    private Optional<Path> file() {
        return Optional.ofNullable(authorities.<@Nullable Path>getValue());
    }
}
