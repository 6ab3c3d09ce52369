package dev.minato.tls;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/// Whose certificates are trusted: the authorities that may have signed those of a peer.
///
/// A peer is trusted whose chain leads to one of them, is valid now, is made for its role, and is strong
/// enough by the JDK's rules; a client also compares the name of the server. A refusal has its reason
/// ([UntrustedCertificateException]).
///
/// Immutable, and safe to share between threads.
public final class TlsTrust {
    private static final TlsTrust SYSTEM = new TlsTrust("the authorities of the JDK", List.of());
    private static final TlsTrust INSECURE = new TlsTrust("everybody (insecure)", List.of());

    private final String description;
    private final List<X509Certificate> authorities;

    private TlsTrust(String description, List<X509Certificate> authorities) {
        this.description = description;
        this.authorities = authorities;
    }

    /// The public authorities that come with the JDK (`lib/security/cacerts`, or what
    /// `javax.net.ssl.trustStore` says).
    public static TlsTrust system() {
        return SYSTEM;
    }

    /// Trusts the certificates of a PEM file, one or several, and nobody else: authorities, or single peers'.
    ///
    /// INVALID_DATA if it is malformed or has no certificate; NOT_FOUND; PERMISSION_DENIED; INVALID_INPUT for a
    /// directory; MESSAGE_TOO_LONG beyond 1 MiB. The failure's operation is `read certificate`, its address the
    /// file. Reading blocks.
    public static TlsTrust ofPem(Path authorities) throws NetException {
        Objects.requireNonNull(authorities, "authorities");
        var file = new CredentialFile(authorities, "read certificate");
        byte[] text = file.read();
        try {
            return new TlsTrust("the authorities of " + authorities, CertificateReader.read(text));
        } catch (MalformedException e) {
            throw file.malformed(e);
        }
    }

    /// As [#ofPem(Path)], from a text instead of a file. INVALID_DATA, without an address.
    public static TlsTrust ofPem(String authorities) throws NetException {
        Objects.requireNonNull(authorities, "authorities");
        try {
            return new TlsTrust("given authorities", CertificateReader.read(authorities.getBytes(UTF_8)));
        } catch (MalformedException e) {
            throw NetException.builder(ErrorKind.INVALID_DATA, "read certificate")
                    .detail(e.reason())
                    .cause(e)
                    .build();
        }
    }

    /// Trusts the certificates that a key store (PKCS#12 or JKS) has as trusted, and nobody else.
    ///
    /// INVALID_DATA if it is no key store, has another password, or has none; else fails as [#ofPem(Path)]. The
    /// failure's operation is `read key store`.
    public static TlsTrust ofKeyStore(Path file, char[] password) throws NetException {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(password, "password");
        return new TlsTrust(
                "the authorities of " + file, KeyStoreFile.read(file, password).trusted());
    }

    /// Trusts everybody: **any certificate of anybody, for any host**. The connection is encrypted, but
    /// whoever is in between can read and change all of it. For tests.
    public static TlsTrust insecure() {
        return INSECURE;
    }

    /// Whether this is [#insecure()].
    @SuppressWarnings("ReferenceEquality") // there is one
    boolean isInsecure() {
        return this == INSECURE;
    }

    /// The manager for an `SSLContext`. OTHER if the JDK cannot load its own authorities.
    @SuppressWarnings("ReferenceEquality") // there is one
    X509ExtendedTrustManager manager() throws NetException {
        if (isInsecure()) {
            return new AcceptAllTrustManager();
        }
        try {
            return new ExplainingTrustManager(jdk(this == SYSTEM ? null : store()));
        } catch (GeneralSecurityException | IOException e) {
            throw NetException.builder(ErrorKind.OTHER, "read certificate")
                    .detail("the JDK cannot use " + description)
                    .cause(e)
                    .build();
        }
    }

    /// @param store null for the JDK's own
    private static X509ExtendedTrustManager jdk(@Nullable KeyStore store) throws GeneralSecurityException {
        var factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(store);
        return Stream.of(factory.getTrustManagers())
                .filter(X509ExtendedTrustManager.class::isInstance)
                .map(X509ExtendedTrustManager.class::cast)
                .findFirst()
                .orElseThrow();
    }

    private KeyStore store() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        for (X509Certificate authority : authorities) {
            store.setCertificateEntry("authority-" + store.size(), authority);
        }
        return store;
    }

    /// Whether the same certificates are trusted, wherever they were read from.
    @Override
    @SuppressWarnings("ReferenceEquality") // there is one of each
    public boolean equals(@Nullable Object other) {
        return this == other
                || other instanceof TlsTrust trust
                        && !authorities.isEmpty()
                        && Set.copyOf(authorities).equals(Set.copyOf(trust.authorities));
    }

    @Override
    public int hashCode() {
        return authorities.isEmpty()
                ? description.hashCode()
                : Set.copyOf(authorities).hashCode();
    }

    /// Who is trusted, in a few words.
    @Override
    public String toString() {
        return description;
    }
}
