package dev.minato.tls;

import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;

/// What the two sides of a connection have agreed on, and shown to each other, in its handshake.
record Agreement(SSLEngine engine) {
    TlsVersion version() {
        return TlsVersion.of(engine.getSession());
    }

    String cipherSuite() {
        return engine.getSession().getCipherSuite();
    }

    Optional<String> applicationProtocol() {
        return Optional.ofNullable(engine.getApplicationProtocol()).filter(protocol -> !protocol.isEmpty());
    }

    Optional<String> serverName() {
        return engine.getSession() instanceof ExtendedSSLSession session
                ? session.getRequestedServerNames().stream()
                        .filter(SNIHostName.class::isInstance)
                        .map(name -> ((SNIHostName) name).getAsciiName())
                        .findFirst()
                : Optional.empty();
    }

    List<X509Certificate> peerCertificates() {
        List<X509Certificate> chain = new ArrayList<>();
        try {
            for (Certificate certificate : engine.getSession().getPeerCertificates()) {
                if (certificate instanceof X509Certificate x509) {
                    chain.add(x509);
                }
            }
        } catch (SSLPeerUnverifiedException none) {
            return List.of();
        }
        return List.copyOf(chain);
    }
}
