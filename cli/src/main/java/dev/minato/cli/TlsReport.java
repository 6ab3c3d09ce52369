package dev.minato.cli;

import dev.minato.error.NetException;
import dev.minato.tls.CertificateSummary;
import dev.minato.tls.TlsStream;
import dev.minato.tls.UntrustedCertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.Consumer;

/// What `connect --tls` says about the connection: what was agreed on, and the server's certificates.
///
/// ```
/// TLSv1.3, TLS_AES_256_GCM_SHA384, application protocol h2
/// certificate 1: CN=localhost
///   for localhost, 127.0.0.1, ::1
///   signed by CN=Example Intermediate
///   from 2026-01-01T00:00:00Z to 2027-01-01T00:00:00Z
/// ```
final class TlsReport {
    private final Consumer<String> lines;

    TlsReport(Consumer<String> lines) {
        this.lines = lines;
    }

    void connected(TlsStream stream) {
        String protocol = stream.applicationProtocol()
                .map(name -> ", application protocol " + name)
                .orElse("");
        lines.accept(stream.version() + ", " + stream.cipherSuite() + protocol);
        certificates(stream.peerCertificates());
    }

    /// The certificates that were not trusted, if that is why it failed.
    void failed(NetException failure) {
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof UntrustedCertificateException untrusted) {
                certificates(untrusted.certificates());
            }
        }
    }

    private void certificates(List<X509Certificate> chain) {
        for (int i = 0; i < chain.size(); i++) {
            CertificateSummary certificate = CertificateSummary.of(chain.get(i));
            lines.accept("certificate " + (i + 1) + ": " + certificate.subject());
            if (!certificate.names().isEmpty()) {
                lines.accept("  for " + certificate.hosts());
            }
            lines.accept("  signed by " + certificate.issuer());
            lines.accept("  from " + certificate.notBefore() + " to " + certificate.notAfter());
        }
    }
}
