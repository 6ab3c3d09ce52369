package dev.minato.cli;

import dev.minato.error.NetException;
import dev.minato.tls.TlsAcceptor;
import dev.minato.tls.TlsIdentity;
import dev.minato.tls.TlsTrust;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// The TLS of `minato serve`: an acceptor, and the files that it is made of and that SIGHUP reads anew.
final class ServerTls {
    private final List<Files> files;
    private final Optional<Path> authorities;
    private final TlsAcceptor acceptor;
    private Optional<TlsTrust> trust;

    /// The files of one identity.
    ///
    /// @param certificates the chain
    /// @param key its private key
    record Files(Path certificates, Path key) {
        TlsIdentity read() throws NetException {
            return TlsIdentity.ofPem(certificates, key);
        }
    }

    private ServerTls(List<Files> files, Optional<Path> authorities, TlsAcceptor acceptor, Optional<TlsTrust> trust) {
        this.files = files;
        this.authorities = authorities;
        this.acceptor = acceptor;
        this.trust = trust;
    }

    /// @param authorities of clients; empty if they need no certificate
    /// @param protocols for ALPN; empty for none
    static ServerTls open(List<Files> files, Optional<Path> authorities, List<String> protocols) throws NetException {
        List<TlsIdentity> identities = read(files);
        Optional<TlsTrust> trust = trust(authorities);
        var builder = TlsAcceptor.builder(identities.getFirst());
        identities.stream().skip(1).forEach(builder::identity);
        trust.ifPresent(builder::clientTrust);
        if (!protocols.isEmpty()) {
            builder.applicationProtocols(protocols);
        }
        return new ServerTls(files, authorities, builder.build(), trust);
    }

    TlsAcceptor acceptor() {
        return acceptor;
    }

    /// Reads all files anew, and then exchanges what is shown and who is trusted; if one is bad, nothing is changed.
    /// Returns until when what is shown now is good.
    ///
    /// A change of trust ends the resumption of all sessions, so it is made only if there is one.
    String reload() throws NetException {
        List<TlsIdentity> identities = read(files);
        Optional<TlsTrust> read = trust(authorities);
        if (read.isPresent() && !read.equals(trust)) {
            acceptor.setClientTrust(read.get());
            trust = read;
        }
        acceptor.setIdentities(identities);
        return identities.stream().map(TlsIdentity::toString).collect(Collectors.joining("; "));
    }

    private static List<TlsIdentity> read(List<Files> files) throws NetException {
        Instant now = InstantSource.system().instant();
        var identities = new ArrayList<TlsIdentity>();
        for (Files each : files) {
            TlsIdentity identity = each.read();
            if (identity.isExpired(now)) {
                StandardError.log(
                        System.Logger.Level.WARNING,
                        ServerTls.class.getName(),
                        each.certificates() + " has expired, clients will refuse it: " + identity);
            }
            identities.add(identity);
        }
        return identities;
    }

    private static Optional<TlsTrust> trust(Optional<Path> authorities) throws NetException {
        return authorities.isPresent() ? Optional.of(TlsTrust.ofPem(authorities.get())) : Optional.empty();
    }
}
