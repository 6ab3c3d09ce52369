package dev.minato.tls;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import java.nio.ByteBuffer;
import java.security.cert.CertificateException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/// What an engine throws, as failures with a kind and a reason.
final class TlsFailures {
    /// The JDK tells of an alert in text only; another text makes its failure a less precise one.
    private static final String ALERT = "Received fatal alert: ";

    /// Alerts whose name alone does not say what to do (RFC 8446 section 6.2).
    private static final Map<String, String> ALERTS = Map.of(
            "bad_certificate", "it does not accept our certificate",
            "certificate_required", "it requires a certificate of us",
            "certificate_expired", "our certificate has expired",
            "certificate_unknown", "it does not accept our certificate",
            "unknown_ca", "it does not know who has issued our certificate",
            "handshake_failure", "it found nothing that both sides can do, or requires a certificate of us",
            "protocol_version", "it does not speak our versions of TLS",
            "no_application_protocol", "it speaks none of our application protocols",
            "unrecognized_name", "it does not serve the name that was asked for",
            "access_denied", "our certificate is valid, but gives us no access");

    /// Those by which the peer says that the two sides have nothing in common (RFC 8446 section 6.2, RFC 7301).
    private static final Set<String> NOTHING_IN_COMMON =
            Set.of("protocol_version", "no_application_protocol", "insufficient_security");

    private TlsFailures() {}

    /// The stream ended without close_notify: what came may not be all that the peer sent.
    static NetException truncated() {
        return NetException.of(ErrorKind.UNEXPECTED_EOF, "read", "the stream ended without close_notify");
    }

    /// A failure to unwrap what is in front of `input`.
    ///
    /// @param alert what a [PlainAlert] there describes; -1 for none
    static NetException of(SSLException thrown, ByteBuffer input, int alert) {
        Optional<String> said = PlainAlert.name(alert);
        if (said.isPresent()) {
            return ofAlert(said.get(), thrown);
        }
        return input.hasRemaining() && !RecordHeader.isRecord(input)
                ? failure(ErrorKind.INVALID_DATA, "the peer does not speak TLS: this is no record of it", thrown)
                : of(thrown);
    }

    static NetException of(SSLException thrown) {
        CertificateException ofCertificate = certificateProblem(thrown);
        if (ofCertificate != null) {
            return failure(ErrorKind.UNTRUSTED_CERTIFICATE, String.valueOf(ofCertificate.getMessage()), thrown);
        }
        // It may quote what the peer sent, such as the name that it asked for.
        String message = Printable.text(String.valueOf(thrown.getMessage()));
        int alert = message.indexOf(ALERT);
        if (alert >= 0) {
            return ofAlert(message.substring(alert + ALERT.length()).toLowerCase(Locale.ROOT), thrown);
        }
        if (message.contains("Empty client certificate chain")) {
            return failure(ErrorKind.UNTRUSTED_CERTIFICATE, "the peer has sent no certificate", thrown);
        }
        return failure(
                thrown instanceof SSLHandshakeException ? ErrorKind.UNSUPPORTED : ErrorKind.INVALID_DATA,
                message,
                thrown);
    }

    private static NetException ofAlert(String alert, SSLException thrown) {
        String words = ALERTS.get(alert);
        return failure(
                NOTHING_IN_COMMON.contains(alert) ? ErrorKind.UNSUPPORTED : ErrorKind.REFUSED_BY_PEER,
                "alert " + alert + (words == null ? "" : ": " + words),
                thrown);
    }

    private static @Nullable CertificateException certificateProblem(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateException ofCertificate) {
                return ofCertificate;
            }
        }
        return null;
    }

    private static NetException failure(ErrorKind kind, String detail, SSLException cause) {
        return NetException.builder(kind, "read").detail(detail).cause(cause).build();
    }
}
