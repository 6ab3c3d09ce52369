package dev.minato.tls;

import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import javax.security.auth.x500.X500Principal;

/// What messages say of a certificate.
final class CertificateText {
    private CertificateText() {}

    /// Its subject, such as `CN=localhost`; its alternative names where the subject is empty.
    static String subject(X509Certificate certificate) {
        String subject = name(certificate.getSubjectX500Principal());
        return subject.isEmpty() ? "of " + Printable.list(CertificateNames.of(certificate)) : subject;
    }

    /// Who signed it, by its own account.
    static String issuer(X509Certificate certificate) {
        return name(certificate.getIssuerX500Principal());
    }

    /// Its key and its signature: `RSA key of 768 bits, signature SHA256withECDSA`.
    static String algorithms(X509Certificate certificate) {
        PublicKey key = certificate.getPublicKey();
        String bits = key instanceof RSAKey rsa ? " of " + rsa.getModulus().bitLength() + " bits" : "";
        return key.getAlgorithm() + " key" + bits + ", signature " + certificate.getSigAlgName();
    }

    /// A name as RFC 2253 has it, fit for a message.
    static String name(X500Principal principal) {
        return Printable.text(principal.getName(X500Principal.RFC2253));
    }
}
