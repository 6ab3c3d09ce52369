package dev.minato.bench.server;

import dev.minato.error.NetException;
import dev.minato.tls.TlsIdentity;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Locale;
import java.util.Objects;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// A certificate and its key in the folder that the bench names: `ecdsa` or `rsa`.
///
/// @param chain in PEM
/// @param key in PEM, PKCS#8
record Certificate(String name, File chain, File key) {
    private static final String FOLDER = "BENCH_CERTIFICATES";
    private static final char[] NO_PASSWORD = {};

    static Certificate named(String name) {
        Path folder = Path.of(Objects.requireNonNull(System.getenv(FOLDER), FOLDER + " is not set"));
        return new Certificate(
                name,
                folder.resolve(name + ".crt").toFile(),
                folder.resolve(name + ".key").toFile());
    }

    /// As Minato takes it.
    TlsIdentity identity() throws NetException {
        return TlsIdentity.ofPem(chain.toPath(), key.toPath());
    }

    /// The JDK's own, for a server of TLS 1.3.
    SSLContext context() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, NO_PASSWORD);
        try (InputStream file = Files.newInputStream(chain.toPath())) {
            var certificates = CertificateFactory.getInstance("X.509").generateCertificates(file);
            store.setKeyEntry(
                    name, privateKey(), NO_PASSWORD, certificates.toArray(java.security.cert.Certificate[]::new));
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, NO_PASSWORD);
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    private PrivateKey privateKey() throws IOException, GeneralSecurityException {
        String text = Files.readString(key.toPath()).replaceAll("-----[A-Z ]+-----", "");
        String algorithm = name.equals("ecdsa") ? "EC" : name.toUpperCase(Locale.ROOT);
        return KeyFactory.getInstance(algorithm)
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(text)));
    }
}
