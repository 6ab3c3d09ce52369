package dev.minato.tls;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/// What people want to know of a certificate. Nothing of it is verified here.
///
/// The texts may come from anybody: they are cut at 200 chars, and what is not printable is escaped.
///
/// @param subject whose it is, such as `CN=localhost` (RFC 2253); empty if it does not say
/// @param issuer who has signed it, by its own account
/// @param names the hosts that it is for: DNS names in lower case and in ASCII, and addresses; the common name of the
///     subject if there are no others
/// @param notBefore when it begins to be valid
/// @param notAfter when it expires
public record CertificateSummary(
        String subject, String issuer, List<String> names, Instant notBefore, Instant notAfter) {
    /// All of them.
    public CertificateSummary {
        Objects.requireNonNull(subject, "subject");
        Objects.requireNonNull(issuer, "issuer");
        names = List.copyOf(Objects.requireNonNull(names, "names"));
        Objects.requireNonNull(notBefore, "notBefore");
        Objects.requireNonNull(notAfter, "notAfter");
    }

    /// That of `certificate`.
    public static CertificateSummary of(X509Certificate certificate) {
        Objects.requireNonNull(certificate, "certificate");
        return new CertificateSummary(
                CertificateText.name(certificate.getSubjectX500Principal()),
                CertificateText.name(certificate.getIssuerX500Principal()),
                CertificateNames.of(certificate).stream().map(Printable::text).toList(),
                certificate.getNotBefore().toInstant(),
                certificate.getNotAfter().toInstant());
    }

    /// The names as a message has them: the first ten, and how many there are more.
    public String hosts() {
        return Printable.list(names);
    }

    /// `CN=localhost for localhost, 127.0.0.1 until 2036-01-01T00:00:00Z`.
    @Override
    public String toString() {
        String who = subject.isEmpty() ? "a certificate" : subject;
        return who + (names.isEmpty() ? "" : " for " + hosts()) + " until " + notAfter;
    }
}
