package dev.minato.tls;

import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.CertificateParsingException;
import java.security.cert.PKIXParameters;
import java.security.cert.PKIXReason;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What is wrong with a chain that the JDK has refused, found by elimination: each question is put to the
/// certificates again, since the JDK's exceptions say it in words, which differ between versions.
///
/// ```
///   a way to an authority? ─▶ dates? ─▶ PKIX? ─▶ usage? ─▶ host? ─▶ good apart from this connection?
/// ```
final class Diagnosis {
    private static final int DIGITAL_SIGNATURE = 0;
    private static final String ANY_USAGE = "2.5.29.37.0";

    private final X509Certificate[] chain;
    private final CertificatePath path;
    private final Role role;
    private final Optional<String> host;
    private final CertificateException refusal;

    /// @param chain what the peer sent, its own first
    /// @param anchors who is trusted
    /// @param role of the peer
    /// @param host the one that was asked for; empty if its name was not to be checked
    /// @param refusal what the JDK said
    Diagnosis(
            X509Certificate[] chain,
            X509Certificate[] anchors,
            Role role,
            Optional<String> host,
            CertificateException refusal) {
        this.chain = chain.clone();
        this.path = new CertificatePath(chain, anchors);
        this.role = role;
        this.host = host;
        this.refusal = refusal;
    }

    /// What the peer is on the connection, and the purpose of its certificate (RFC 5280, section 4.2.1.12).
    enum Role {
        SERVER("1.3.6.1.5.5.7.3.1"),
        CLIENT("1.3.6.1.5.5.7.3.2");

        private final String purpose;

        Role(String purpose) {
            this.purpose = purpose;
        }

        private String text() {
            return this == SERVER ? "server" : "client";
        }
    }

    /// The refusal, with its reason.
    ///
    /// @param isGoodElsewhere whether the JDK trusts the chain if it is not told about the connection
    UntrustedCertificateException explained(boolean isGoodElsewhere) {
        return authority()
                .or(this::dates)
                .or(this::pkix)
                .or(this::usage)
                .or(this::wrongHost)
                .or(() -> isGoodElsewhere && host.isEmpty() ? Optional.of(weak(peer())) : Optional.empty())
                .orElseGet(
                        () -> problem(CertificateProblem.OTHER, Printable.text(String.valueOf(refusal.getMessage()))));
    }

    private X509Certificate peer() {
        return path.certificates().getFirst();
    }

    private Optional<UntrustedCertificateException> authority() {
        if (path.anchor().isPresent()) {
            return Optional.empty();
        }
        X509Certificate last = path.certificates().getLast();
        boolean isAlone = path.certificates().size() == 1;
        if (path.endsSelfSigned()) {
            return Optional.of(
                    isAlone
                            ? problem(CertificateProblem.SELF_SIGNED, subject(last) + " is self-signed and not trusted")
                            : unknown(CertificateText.subject(last)));
        }
        if (isAlone) {
            return Optional.of(problem(
                    CertificateProblem.MISSING_INTERMEDIATE,
                    subject(last) + " is signed by " + CertificateText.issuer(last)
                            + ", which is not trusted, and whose certificate was not sent: an intermediate certificate"
                            + " is missing, or the authority is unknown"));
        }
        return Optional.of(unknown(CertificateText.issuer(last)));
    }

    private UntrustedCertificateException unknown(String authority) {
        return problem(
                CertificateProblem.UNKNOWN_AUTHORITY,
                "the authority " + authority + " above " + subject(peer()) + " is not trusted");
    }

    private Optional<UntrustedCertificateException> dates() {
        for (X509Certificate each : path.certificates()) {
            try {
                each.checkValidity();
            } catch (CertificateExpiredException e) {
                String text =
                        subject(each) + " expired at " + each.getNotAfter().toInstant();
                return Optional.of(problem(CertificateProblem.EXPIRED, text));
            } catch (CertificateNotYetValidException e) {
                String text = subject(each) + " is not valid before "
                        + each.getNotBefore().toInstant();
                return Optional.of(problem(CertificateProblem.NOT_YET_VALID, text));
            }
        }
        return Optional.empty();
    }

    /// The JDK's own validation of the path (RFC 5280, section 6), whose exceptions have a reason for programs.
    private Optional<UntrustedCertificateException> pkix() {
        List<X509Certificate> certificates = path.certificates();
        X509Certificate anchor = path.anchor().orElseThrow();
        if (certificates.getLast().equals(anchor)) {
            return Optional.empty();
        }
        try {
            var parameters = new PKIXParameters(Set.of(new TrustAnchor(anchor, null)));
            parameters.setRevocationEnabled(false);
            CertPathValidator.getInstance("PKIX")
                    .validate(CertificateFactory.getInstance("X.509").generateCertPath(certificates), parameters);
            return Optional.empty();
        } catch (CertPathValidatorException e) {
            return Optional.of(invalid(e.getIndex() < 0 ? anchor : certificates.get(e.getIndex()), e));
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    private UntrustedCertificateException invalid(X509Certificate certificate, CertPathValidatorException e) {
        if (e.getReason() == BasicReason.ALGORITHM_CONSTRAINED) {
            return weak(certificate);
        }
        boolean isUsage = e.getReason() == PKIXReason.NOT_CA_CERT
                || e.getReason() == PKIXReason.INVALID_KEY_USAGE
                || e.getReason() == PKIXReason.INVALID_NAME
                || e.getReason() == PKIXReason.PATH_TOO_LONG;
        return isUsage
                ? problem(
                        CertificateProblem.WRONG_USAGE,
                        subject(certificate) + " does not allow this use of it: "
                                + Printable.text(String.valueOf(e.getMessage())))
                : problem(
                        CertificateProblem.OTHER,
                        subject(certificate) + ": " + Printable.text(String.valueOf(e.getMessage())));
    }

    private UntrustedCertificateException weak(X509Certificate certificate) {
        return problem(
                CertificateProblem.WEAK,
                subject(certificate) + " has a key or a signature that is too weak ("
                        + CertificateText.algorithms(certificate) + ")");
    }

    private Optional<UntrustedCertificateException> usage() {
        X509Certificate peer = peer();
        boolean[] usage = peer.getKeyUsage();
        if (usage != null && !usage[DIGITAL_SIGNATURE] || !isFor(peer)) {
            return Optional.of(problem(
                    CertificateProblem.WRONG_USAGE,
                    subject(peer) + " is not made for a " + role.text() + ", by its key usage"));
        }
        return Optional.empty();
    }

    private boolean isFor(X509Certificate peer) {
        try {
            List<String> purposes = peer.getExtendedKeyUsage();
            return purposes == null || purposes.contains(role.purpose) || purposes.contains(ANY_USAGE);
        } catch (CertificateParsingException unreadable) {
            return false;
        }
    }

    private Optional<UntrustedCertificateException> wrongHost() {
        List<String> names = CertificateNames.of(peer());
        if (host.isEmpty() || CertificateNames.match(names, host.get())) {
            return Optional.empty();
        }
        String owners = names.isEmpty() ? "no host" : Printable.list(names);
        return Optional.of(problem(
                CertificateProblem.WRONG_HOST, "it is for " + owners + ", not for " + Printable.text(host.get())));
    }

    private static String subject(X509Certificate certificate) {
        return CertificateText.subject(certificate);
    }

    private UntrustedCertificateException problem(CertificateProblem problem, String text) {
        return new UntrustedCertificateException(problem, text, chain, refusal);
    }
}
