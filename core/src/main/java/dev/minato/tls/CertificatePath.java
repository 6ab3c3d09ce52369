package dev.minato.tls;

import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The way from a peer's certificate up to an authority, as far as it goes: who is signed by whom, whatever
/// else is wrong with them.
///
/// ```
///   peer's ──signed by──▶ intermediate ──signed by──▶ anchor
///   └────────── certificates ─────────┘               empty if nobody who is trusted signed the last
/// ```
final class CertificatePath {
    private final List<X509Certificate> certificates = new ArrayList<>();
    private final List<X509Certificate> anchors;
    private Optional<X509Certificate> anchor = Optional.empty();

    /// @param chain what the peer sent, its own first
    /// @param anchors who is trusted
    CertificatePath(X509Certificate[] chain, X509Certificate[] anchors) {
        this.anchors = List.of(anchors);
        Optional<X509Certificate> next = Optional.of(chain[0]);
        while (next.isPresent() && anchor.isEmpty()) {
            X509Certificate subject = next.get();
            certificates.add(subject);
            anchor = anchorOf(subject);
            next = Arrays.stream(chain)
                    .filter(other -> !certificates.contains(other) && signed(other, subject))
                    .findFirst();
        }
    }

    private Optional<X509Certificate> anchorOf(X509Certificate subject) {
        return anchors.stream()
                .filter(other -> other.equals(subject) || signed(other, subject))
                .findFirst();
    }

    /// From the peer's own up; without the anchor, unless the peer's own is one.
    List<X509Certificate> certificates() {
        return certificates;
    }

    /// The trusted certificate above the last.
    Optional<X509Certificate> anchor() {
        return anchor;
    }

    /// Whether the last one was signed by itself.
    boolean endsSelfSigned() {
        return signed(certificates.getLast(), certificates.getLast());
    }

    private static boolean signed(X509Certificate issuer, X509Certificate subject) {
        if (!issuer.getSubjectX500Principal().equals(subject.getIssuerX500Principal())) {
            return false;
        }
        try {
            subject.verify(issuer.getPublicKey());
            return true;
        } catch (GeneralSecurityException another) {
            // An authority may have several keys under one name; this is not the one.
            return false;
        }
    }
}
