package dev.minato.tls;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// A private key and the chain of certificates for it: what one side of a TLS connection shows to the other.
///
/// The first certificate is that of the key, which is checked; those behind it are of the authorities that
/// signed it, up to one that peers know, which may be left out. An identity whose certificates have expired is
/// loaded all the same: whoever uses it asks [#isExpired].
///
/// PEM files are text as certbot and openssl write it (RFC 7468): certificates, and a key as PKCS#8, PKCS#1
/// or SEC1, encrypted with a password or not; RSA, RSA-PSS, EC on a curve of NIST, Ed25519 or Ed448. Both may
/// be in one file. Reading files blocks: on an event loop, call it at the start or in `Tasks.compute`.
///
/// Immutable, and safe to share between threads. Never shows its key.
public final class TlsIdentity {
    private static final String READ_CERTIFICATE = "read certificate";
    private static final String READ_KEY = "read key";

    private final List<X509Certificate> certificates;
    private final List<String> names;
    private final PrivateKey key;

    private TlsIdentity(List<X509Certificate> certificates, PrivateKey key) {
        this.certificates = List.copyOf(certificates);
        this.names = CertificateNames.of(certificates.getFirst());
        this.key = key;
    }

    /// Reads a chain of certificates and its key from two PEM files.
    ///
    /// INVALID_DATA if one is malformed, or the key is not that of the first certificate, or is encrypted;
    /// NOT_FOUND; PERMISSION_DENIED; INVALID_INPUT for a directory; MESSAGE_TOO_LONG beyond 1 MiB. The
    /// failure's operation is `read certificate` or `read key`, its address the file.
    public static TlsIdentity ofPem(Path certificates, Path key) throws NetException {
        return ofPem(certificates, key, Optional.empty());
    }

    /// As [#ofPem(Path, Path)], for a key that may be encrypted. A password of another alphabet than ASCII is
    /// INVALID_DATA.
    public static TlsIdentity ofPem(Path certificates, Path key, char[] password) throws NetException {
        Objects.requireNonNull(password, "password");
        return ofPem(certificates, key, Optional.of(password));
    }

    private static TlsIdentity ofPem(Path certificates, Path key, Optional<char[]> password) throws NetException {
        Objects.requireNonNull(certificates, "certificates");
        Objects.requireNonNull(key, "key");
        List<X509Certificate> chain = chain(certificates);
        var keyFile = new CredentialFile(key, READ_KEY);
        byte[] text = keyFile.read();
        try {
            return of(chain, PrivateKeyReader.read(text, password));
        } catch (MalformedException e) {
            throw keyFile.malformed(e);
        }
    }

    private static List<X509Certificate> chain(Path certificates) throws NetException {
        var file = new CredentialFile(certificates, READ_CERTIFICATE);
        byte[] text = file.read();
        try {
            return CertificateReader.read(text);
        } catch (MalformedException e) {
            throw file.malformed(e);
        }
    }

    /// As [#ofPem(Path, Path)], from texts instead of files. INVALID_DATA, without an address.
    public static TlsIdentity ofPem(String certificates, String key) throws NetException {
        Objects.requireNonNull(certificates, "certificates");
        Objects.requireNonNull(key, "key");
        String operation = READ_CERTIFICATE;
        try {
            List<X509Certificate> chain = CertificateReader.read(certificates.getBytes(UTF_8));
            operation = READ_KEY;
            return of(chain, PrivateKeyReader.read(key.getBytes(UTF_8), Optional.empty()));
        } catch (MalformedException e) {
            throw NetException.builder(ErrorKind.INVALID_DATA, operation)
                    .detail(e.reason())
                    .cause(e)
                    .build();
        }
    }

    /// Reads the only private key of a key store (PKCS#12 or JKS), and its chain. The key has the password of
    /// the store.
    ///
    /// INVALID_DATA if it is no key store, has another password, or no private key or several; else fails as
    /// [#ofPem(Path, Path)]. The failure's operation is `read key store`.
    public static TlsIdentity ofKeyStore(Path file, char[] password) throws NetException {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(password, "password");
        return KeyStoreFile.read(file, password).identity(Optional.empty());
    }

    /// As [#ofKeyStore(Path, char\[\])], for a key store with several keys.
    public static TlsIdentity ofKeyStore(Path file, char[] password, String alias) throws NetException {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(password, "password");
        Objects.requireNonNull(alias, "alias");
        return KeyStoreFile.read(file, password).identity(Optional.of(alias));
    }

    /// An identity of what was read; the key must be that of the first certificate.
    static TlsIdentity of(List<X509Certificate> chain, PrivateKey key) throws MalformedException {
        if (!KeyMatch.isKnown(key)) {
            throw new MalformedException("TLS has no use for a key of the algorithm " + key.getAlgorithm());
        }
        byte[] signed = KeyMatch.signed(key);
        for (int i = 0; i < chain.size(); i++) {
            if (KeyMatch.verifies(key, signed, chain.get(i).getPublicKey())) {
                if (i > 0) {
                    throw new MalformedException("it is the key of certificate " + (i + 1) + ", "
                            + CertificateText.subject(chain.get(i)) + ", which must come first");
                }
                return new TlsIdentity(chain, key);
            }
        }
        throw new MalformedException("it is not the key of the certificate " + CertificateText.subject(chain.getFirst())
                + kinds(key, chain.getFirst()));
    }

    private static String kinds(PrivateKey key, X509Certificate certificate) {
        String certified = certificate.getPublicKey().getAlgorithm();
        return key.getAlgorithm().equals(certified)
                ? ""
                : ", which is for a key of " + certified + ", not " + key.getAlgorithm();
    }

    /// The chain, the certificate of the key first; at least one.
    public List<X509Certificate> certificates() {
        return certificates;
    }

    /// The hosts that it is for, as its first certificate has them: DNS names in lower case and in ASCII, the
    /// first label maybe `*`, and addresses. The common name of its subject if there are no alternative
    /// names; empty if it has neither, as that of a client may.
    public List<String> names() {
        return names;
    }

    /// When the first of its certificates expires.
    public Instant notAfter() {
        return certificates.stream()
                .map(certificate -> certificate.getNotAfter().toInstant())
                .min(Instant::compareTo)
                .orElseThrow();
    }

    /// Whether one of its certificates has expired at `now`, so that peers will refuse it.
    public boolean isExpired(Instant now) {
        Objects.requireNonNull(now, "now");
        return notAfter().isBefore(now);
    }

    /// The key, for the engines of this package.
    PrivateKey key() {
        return key;
    }

    /// The kind of key that the certificate has, by the JDK's names: RSA, RSASSA-PSS, EC, EdDSA.
    String keyType() {
        return certificates.getFirst().getPublicKey().getAlgorithm();
    }

    /// Whom it is for, and until when: `CN=localhost for localhost, 127.0.0.1 until 2036-01-01T00:00:00Z`.
    @Override
    public String toString() {
        String hosts = names.isEmpty() ? "" : " for " + Printable.list(names);
        return CertificateText.subject(certificates.getFirst()) + hosts + " until " + notAfter();
    }
}
