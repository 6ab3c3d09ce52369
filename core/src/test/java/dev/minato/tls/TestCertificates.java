package dev.minato.tls;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// Certificates of a small authority, made by openssl, once in a JVM.
///
/// ```
/// ca ──▶ intermediate ──▶ server, server-rsa, client, expired, …     chain files hold leaf and intermediate
/// other-ca ──▶ stranger, strange-client
/// self-signed
/// ```
///
/// Without openssl the test that asks is aborted by name.
public final class TestCertificates {
    private static Path folder = Path.of("");

    private TestCertificates() {}

    /// A certificate and its key: the files, and what is in them.
    ///
    /// @param chain a PEM file: the certificate, then the intermediate's
    /// @param certificate a PEM file: the certificate alone
    /// @param key a PEM file: the key, PKCS#8
    public record Issued(Path chain, Path certificate, Path key) {
        List<X509Certificate> certificates() {
            return read(chain);
        }

        X509Certificate leaf() {
            return certificates().getFirst();
        }

        PrivateKey privateKey() {
            try {
                String text = Files.readString(key).replaceAll("-----.*-----|\\s", "");
                String algorithm = leaf().getPublicKey().getAlgorithm();
                return KeyFactory.getInstance(algorithm)
                        .generatePrivate(
                                new PKCS8EncodedKeySpec(Base64.getDecoder().decode(text)));
            } catch (IOException | GeneralSecurityException e) {
                throw new AssertionError(e);
            }
        }
    }

    /// The authority that the clients of a test trust.
    public static Path ca() {
        return file("ca.pem");
    }

    /// Who signed what [#ca] vouches for.
    static Path intermediate() {
        return file("intermediate.pem");
    }

    /// Of an authority that nobody trusts, unless told to.
    static Path otherCa() {
        return file("other-ca.pem");
    }

    /// EC P-256, for `localhost`, 127.0.0.1 and ::1.
    public static Issued server() {
        return issued("server");
    }

    /// As [#server], with an RSA key of 2048 bits.
    static Issued serverRsa() {
        return issued("server-rsa");
    }

    /// As [#server], with an Ed25519 key.
    static Issued serverEd25519() {
        return issued("server-ed25519");
    }

    /// As [#server], another key: what a renewal brings.
    static Issued renewed() {
        return issued("renewed");
    }

    /// For `www.example.test` and `example.test`.
    static Issued example() {
        return issued("example");
    }

    /// For `*.wild.test`.
    static Issued wildcard() {
        return issued("wildcard");
    }

    /// For `exact.wild.test`.
    static Issued exactWild() {
        return issued("exact-wild");
    }

    /// As [#server], signed by the one for `*.wild.test`, which is no authority.
    static Issued signedByLeaf() {
        return issued("signed-by-leaf");
    }

    /// For `bücher.test`, as `xn--bcher-kva.test`.
    static Issued international() {
        return issued("international");
    }

    /// Its subject is `CN=localhost`; it has no alternative name.
    static Issued nameless() {
        return issued("nameless");
    }

    /// Valid from 2020-01-01 to 2021-02-01.
    static Issued expired() {
        return issued("expired");
    }

    /// Valid in ten years.
    static Issued notYetValid() {
        return issued("not-yet-valid");
    }

    /// For `localhost`, 127.0.0.1 and ::1, signed by nobody else; chain and certificate are the same.
    static Issued selfSigned() {
        return issued("self-signed");
    }

    /// As [#server], of the authority that nobody trusts.
    static Issued stranger() {
        return issued("stranger");
    }

    /// As [#server], signed with SHA-1.
    static Issued sha1() {
        return issued("sha1");
    }

    /// As [#server], with an RSA key of 768 bits.
    static Issued small() {
        return issued("small");
    }

    /// A client's, `CN=alice`.
    public static Issued client() {
        return issued("client");
    }

    /// A client's, valid from 2020-01-01 to 2021-02-01.
    static Issued expiredClient() {
        return issued("expired-client");
    }

    /// A client's, of the authority that nobody trusts, `CN=mallory`.
    static Issued strangeClient() {
        return issued("strange-client");
    }

    /// The certificates of a PEM file.
    static List<X509Certificate> read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                    .map(X509Certificate.class::cast)
                    .toList();
        } catch (IOException | GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static Issued issued(String name) {
        return new Issued(file(name + "-chain.pem"), file(name + ".pem"), file(name + ".key"));
    }

    private static synchronized Path file(String name) {
        if (folder.toString().isEmpty()) {
            folder = made();
        }
        return folder.resolve(name);
    }

    private static Path made() {
        try {
            Path made = Files.createTempDirectory("minato-certificates");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(made)));
            OpensslScript.run("make-certificates", made);
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
