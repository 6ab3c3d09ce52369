package dev.minato.tls;

import dev.minato.error.NetException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// A [TlsAcceptor] to be. Begins with [TlsAcceptor#builder], ends in [#build]. For one thread.
public final class TlsAcceptorBuilder {
    private final List<TlsIdentity> identities = new ArrayList<>();
    private TlsSettings settings = TlsSettings.DEFAULT;
    private Optional<TlsTrust> clientTrust = Optional.empty();

    TlsAcceptorBuilder(TlsIdentity identity) {
        identities.add(Objects.requireNonNull(identity, "identity"));
    }

    /// Shows `identity` to clients that ask for one of its names (SNI). Several of one name with keys of
    /// different kinds are all used, each for the clients that can do with it.
    public TlsAcceptorBuilder identity(TlsIdentity identity) {
        identities.add(Objects.requireNonNull(identity, "identity"));
        return this;
    }

    /// Requires a certificate of every client, issued by one whom `trust` has.
    public TlsAcceptorBuilder clientTrust(TlsTrust trust) {
        clientTrust = Optional.of(Objects.requireNonNull(trust, "trust"));
        return this;
    }

    /// Speaks these application protocols (ALPN), the preferred one first. A client that offers others only is
    /// refused; one that offers none is served, and the stream has no application protocol.
    ///
    /// @throws IllegalArgumentException if there is none, or one is empty or longer than 255 bytes
    public TlsAcceptorBuilder applicationProtocols(List<String> protocols) {
        settings = settings.withApplicationProtocols(protocols);
        return this;
    }

    /// Speaks `version` and later ones; TLS 1.2 by default.
    public TlsAcceptorBuilder minVersion(TlsVersion version) {
        settings = settings.withMinVersion(version);
        return this;
    }

    /// Speaks `version` and earlier ones; TLS 1.3 by default.
    public TlsAcceptorBuilder maxVersion(TlsVersion version) {
        settings = settings.withMaxVersion(version);
        return this;
    }

    /// How long a handshake may take, from its first byte to its last; 10 s by default.
    ///
    /// @throws IllegalArgumentException if it is not positive
    public TlsAcceptorBuilder handshakeTimeout(Duration timeout) {
        settings = settings.withHandshakeTimeout(timeout);
        return this;
    }

    /// The acceptor. `OTHER` if the JDK cannot use whom it is to trust.
    public TlsAcceptor build() throws NetException {
        return new TlsAcceptor(settings, identities, clientTrust);
    }
}
