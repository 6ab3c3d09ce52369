package dev.minato.tls;

import dev.minato.error.NetException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// A [TlsConnector] to be. Begins with [TlsConnector#builder], ends in [#build]. For one thread.
public final class TlsConnectorBuilder {
    private TlsSettings settings = TlsSettings.DEFAULT;
    private TlsTrust trust = TlsTrust.system();
    private Optional<TlsIdentity> identity = Optional.empty();

    TlsConnectorBuilder() {}

    /// Trusts the servers for which `trust` vouches; the authorities of the JDK by default.
    public TlsConnectorBuilder trust(TlsTrust trust) {
        this.trust = Objects.requireNonNull(trust, "trust");
        return this;
    }

    /// Shows `identity` to a server that asks for the client's certificate.
    public TlsConnectorBuilder identity(TlsIdentity identity) {
        this.identity = Optional.of(Objects.requireNonNull(identity, "identity"));
        return this;
    }

    /// Offers these application protocols (ALPN), the preferred one first.
    ///
    /// @throws IllegalArgumentException if there is none, or one is empty or longer than 255 bytes
    public TlsConnectorBuilder applicationProtocols(List<String> protocols) {
        settings = settings.withApplicationProtocols(protocols);
        return this;
    }

    /// Speaks `version` and later ones; TLS 1.2 by default.
    public TlsConnectorBuilder minVersion(TlsVersion version) {
        settings = settings.withMinVersion(version);
        return this;
    }

    /// Speaks `version` and earlier ones; TLS 1.3 by default.
    public TlsConnectorBuilder maxVersion(TlsVersion version) {
        settings = settings.withMaxVersion(version);
        return this;
    }

    /// How long a connect may take, and then a handshake; 10 s each by default.
    ///
    /// @throws IllegalArgumentException if it is not positive
    public TlsConnectorBuilder handshakeTimeout(Duration timeout) {
        settings = settings.withHandshakeTimeout(timeout);
        return this;
    }

    /// The connector. `OTHER` if the JDK cannot use whom it is to trust.
    public TlsConnector build() throws NetException {
        return new TlsConnector(settings, identity, trust);
    }
}
