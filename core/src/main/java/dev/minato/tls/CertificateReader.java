package dev.minato.tls;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/// The certificates among the blocks of a PEM text.
final class CertificateReader {
    private static final String CERTIFICATE = "CERTIFICATE";

    private CertificateReader() {}

    /// Those of `text`, in its order; at least one. Blocks of another kind, such as a key, are passed over.
    static List<X509Certificate> read(byte[] text) throws MalformedException {
        List<PemBlock> blocks = Pem.read(text);
        var certificates = new ArrayList<X509Certificate>();
        for (PemBlock block : blocks) {
            if (isCertificate(block)) {
                certificates.add(certificate(block));
            }
        }
        if (certificates.isEmpty()) {
            throw new MalformedException("it has no certificate, only " + Pem.labels(blocks));
        }
        return List.copyOf(certificates);
    }

    /// The second is an old name for the first (RFC 7468, section 5.1).
    private static boolean isCertificate(PemBlock block) {
        return block.label().equals(CERTIFICATE) || block.label().equals("X509 CERTIFICATE");
    }

    private static X509Certificate certificate(PemBlock block) throws MalformedException {
        try {
            var whole = new DerReader(block.bytes());
            whole.enter(DerReader.SEQUENCE);
            whole.expectEnd();
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(block.bytes()));
        } catch (MalformedException | CertificateException e) {
            throw block.malformed("the certificate is malformed or cut off", e);
        }
    }
}
