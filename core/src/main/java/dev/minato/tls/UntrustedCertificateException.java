package dev.minato.tls;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;

/// A peer's certificate that is not trusted, and why. It is the cause of a failed handshake.
///
/// The message is for people: `CN=localhost expired at 2021-02-01T00:00:00Z`. Programs look at [#problem()].
public final class UntrustedCertificateException extends CertificateException {
    private static final long serialVersionUID = 1;

    private final CertificateProblem problem;
    private final X509Certificate[] certificates;

    UntrustedCertificateException(
            CertificateProblem problem, String message, X509Certificate[] certificates, CertificateException cause) {
        super(message, cause);
        this.problem = problem;
        this.certificates = certificates;
    }

    /// What is wrong with it.
    public CertificateProblem problem() {
        return problem;
    }

    /// What the peer has sent: its own certificate, and those of its authorities that it has sent with it.
    public List<X509Certificate> certificates() {
        return List.of(certificates);
    }
}
