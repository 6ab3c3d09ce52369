package dev.minato.tls;

import dev.minato.error.NetException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.PrivateKey;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A key store (PKCS#12 or JKS) that was read from a file.
final class KeyStoreFile {
    private static final String OPERATION = "read key store";

    private final CredentialFile file;
    private final KeyStore store;
    private final char[] password;

    private KeyStoreFile(CredentialFile file, KeyStore store, char[] password) {
        this.file = file;
        this.store = store;
        this.password = password;
    }

    /// Kinds of failure as [CredentialFile#read]; INVALID_DATA if it is no key store or the password is wrong.
    static KeyStoreFile read(Path path, char[] password) throws NetException {
        var file = new CredentialFile(path, OPERATION);
        byte[] bytes = file.read();
        try {
            // The JDK's PKCS12 reads JKS, too.
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(new ByteArrayInputStream(bytes), password);
            return new KeyStoreFile(file, store, password);
        } catch (IOException e) {
            String reason = e.getCause() instanceof UnrecoverableKeyException
                    ? "another password, or it is damaged"
                    : "it is neither PKCS#12 nor JKS, it is damaged, or it has another password";
            throw file.malformed(new MalformedException(reason, e));
        } catch (GeneralSecurityException | RuntimeException e) {
            throw file.malformed(new MalformedException("it is damaged, or needs what Java does not have", e));
        }
    }

    /// The identity under `alias`, or the only one there is.
    TlsIdentity identity(Optional<String> alias) throws NetException {
        try {
            String name = alias.isPresent() ? named(alias.get()) : only();
            return identity(name);
        } catch (MalformedException e) {
            throw file.malformed(e);
        } catch (KeyStoreException e) {
            throw new AssertionError("the store is loaded", e);
        }
    }

    private String named(String alias) throws MalformedException, KeyStoreException {
        if (!store.isKeyEntry(alias)) {
            throw new MalformedException(
                    "it has no private key with the alias " + Printable.text(alias) + ", only " + listed(keys()));
        }
        return alias;
    }

    private String only() throws MalformedException, KeyStoreException {
        List<String> keys = keys();
        if (keys.size() != 1) {
            throw new MalformedException(
                    keys.isEmpty()
                            ? "it has no private key"
                            : "it has several private keys, and no alias was given: " + listed(keys));
        }
        return keys.getFirst();
    }

    private TlsIdentity identity(String alias) throws MalformedException, KeyStoreException {
        try {
            Certificate[] chain = store.getCertificateChain(alias);
            if (store.getKey(alias, password) instanceof PrivateKey key && chain != null) {
                return TlsIdentity.of(
                        Stream.of(chain).map(X509Certificate.class::cast).toList(), key);
            }
            throw new MalformedException("the entry " + Printable.text(alias) + " is no private key");
        } catch (UnrecoverableKeyException e) {
            throw new MalformedException("its key has another password than the store", e);
        } catch (GeneralSecurityException e) {
            throw new MalformedException("its key is of an algorithm that Java does not have", e);
        }
    }

    /// The certificates that it has as trusted; at least one.
    List<X509Certificate> trusted() throws NetException {
        var certificates = new ArrayList<X509Certificate>();
        try {
            for (String alias : Collections.list(store.aliases())) {
                if (store.isCertificateEntry(alias)
                        && store.getCertificate(alias) instanceof X509Certificate certificate) {
                    certificates.add(certificate);
                }
            }
        } catch (KeyStoreException e) {
            throw new AssertionError("the store is loaded", e);
        }
        if (certificates.isEmpty()) {
            throw file.malformed(
                    new MalformedException(
                            "it has no trusted certificate; in PKCS#12 Java takes for trusted"
                                    + " what keytool has marked so, so import the certificate with keytool, or use its PEM file"));
        }
        return List.copyOf(certificates);
    }

    private List<String> keys() throws KeyStoreException {
        var keys = new ArrayList<String>();
        for (String alias : Collections.list(store.aliases())) {
            if (store.isKeyEntry(alias)) {
                keys.add(alias);
            }
        }
        return keys;
    }

    private static String listed(List<String> aliases) {
        return aliases.isEmpty() ? "certificates" : Printable.list(aliases);
    }
}
