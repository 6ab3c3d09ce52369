package dev.minato.tls;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.testing.Subprocess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Keys in all the forms in which openssl writes them are read, and what cannot be is refused in words.
class KeyFormsTest {
    private static final char[] SECRET = "secret".toCharArray();

    @TempDir
    private static Path folder;

    @BeforeAll
    static void make() {
        OpensslScript.run("make-keys", folder);
    }

    @ParameterizedTest
    @CsvSource({
        "pkcs1-rsa, RSA",
        "pkcs8-rsa, RSA",
        "rsa-pss, RSASSA-PSS",
        "rsa-pss-sha256, RSASSA-PSS",
        "sec1-parameters, EC",
        "sec1, EC",
        "pkcs8-ec, EC",
        "ed25519, EdDSA",
        "ed448, EdDSA"
    })
    void formsAreRead(String form, String type) throws Exception {
        TlsIdentity identity = TlsIdentity.ofPem(certificate(form), key(form));

        assertThat(identity.keyType()).isEqualTo(type);
        assertThat(identity.names()).containsExactly(form);
        assertThat(identity.certificates()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"encrypted-default", "encrypted-aes128", "encrypted-sha1", "encrypted-3des"})
    void encryptedKeysAreReadWithTheirPassword(String form) throws Exception {
        assertThat(TlsIdentity.ofPem(certificate(form), key(form), SECRET).keyType())
                .isEqualTo("EC");

        refused(key(form), "there is no password", () -> TlsIdentity.ofPem(certificate(form), key(form)));
        refused(
                key(form),
                "line 1: the key cannot be decrypted",
                () -> TlsIdentity.ofPem(certificate(form), key(form), "another".toCharArray()));
        refused(
                key(form),
                "must be ASCII",
                () -> TlsIdentity.ofPem(certificate(form), key(form), "gehéim".toCharArray()));
    }

    @ParameterizedTest
    @CsvSource({
        "encrypted-scrypt, convert it: openssl pkcs8 -topk8 -v2",
        "encrypted-des3, convert it: openssl pkcs8 -topk8 -v2",
        "legacy, convert it: openssl pkcs8 -topk8 -in",
        "secp256k1, Java cannot sign with this EC key on the curve secp256k1",
        "brainpool, on the curve brainpoolP256r1",
        "sm2, 'or Java does not have its curve, 1.2.156.10197.1.301'",
        "explicit, Java reads only curves that are named",
        "x25519, cannot sign"
    })
    void whatCannotBeReadIsRefusedInWords(String form, String words) {
        refused(key(form), words, () -> TlsIdentity.ofPem(certificate(form), key(form), SECRET));
    }

    /// Only some programs leave the curve out of the key: RFC 5915 has it optional.
    @Test
    void curveMayBeNamedByTheBlockBeforeOnly() throws Exception {
        String[] blocks = Files.readString(key("sec1-parameters")).split("(?=-----BEGIN EC PRIVATE)");
        String stripped = stripped(blocks[1]);
        String certificate = Files.readString(certificate("sec1-parameters"));

        assertThat(TlsIdentity.ofPem(certificate, blocks[0] + stripped).keyType())
                .isEqualTo("EC");
        NetException e = catchThrowableOfType(NetException.class, () -> TlsIdentity.ofPem(certificate, stripped));
        assertThat(e)
                .hasMessage("read key: invalid data: line 1: the key does not name its curve, and there is no EC"
                        + " PARAMETERS block");
    }

    private static String stripped(String block) throws MalformedException {
        var key = new DerReader(Pem.read(block.getBytes(UTF_8)).getFirst().bytes()).enter(DerReader.SEQUENCE);
        byte[] version = key.element();
        byte[] secret = key.element();
        byte[] der = DerWriter.element(DerReader.SEQUENCE, version, secret);
        return "-----BEGIN EC PRIVATE KEY-----\n" + Base64.getEncoder().encodeToString(der)
                + "\n-----END EC PRIVATE KEY-----\n";
    }

    @Test
    void keyOfAnotherCertificateIsRefused() {
        for (String other : new String[] {"sec1", "pkcs1-rsa", "rsa-pss", "ed448", "pkcs8-ec"}) {
            refused(
                    key(other),
                    "it is not the key of the certificate CN=sec1-parameters",
                    () -> TlsIdentity.ofPem(certificate("sec1-parameters"), key(other)));
        }
    }

    @Test
    void keyStoresAreRead() throws Exception {
        TlsIdentity identity = TlsIdentity.ofKeyStore(folder.resolve("store.p12"), SECRET);

        assertThat(identity.names()).containsExactly("sec1");
        assertThat(TlsIdentity.ofKeyStore(folder.resolve("store.p12"), SECRET, "one")
                        .certificates())
                .isEqualTo(identity.certificates());
        assertThat(TlsIdentity.ofKeyStore(folder.resolve("no-password.p12"), new char[0])
                        .keyType())
                .isEqualTo("EdDSA");
    }

    @Test
    void faultsOfKeyStoresAreSaid() throws Exception {
        Path store = folder.resolve("store.p12");
        Path noKey = folder.resolve("no-key.p12");
        Path cut = folder.resolve("cut.p12");
        byte[] bytes = Files.readAllBytes(store);
        Files.write(cut, Arrays.copyOf(bytes, bytes.length / 2));

        refused(store, "another password", () -> TlsIdentity.ofKeyStore(store, "no".toCharArray()));
        refused(
                store,
                "no private key with the alias two, only one",
                () -> TlsIdentity.ofKeyStore(store, SECRET, "two"));
        refused(noKey, "it has no private key", () -> TlsIdentity.ofKeyStore(noKey, SECRET));
        refused(cut, "it is neither PKCS#12 nor JKS", () -> TlsIdentity.ofKeyStore(cut, SECRET));
        refused(key("sec1"), "neither PKCS#12", () -> TlsIdentity.ofKeyStore(key("sec1"), SECRET));
        refused(noKey, "it has no trusted certificate", () -> TlsTrust.ofKeyStore(noKey, SECRET));
    }

    /// keytool is no program of openssl, but its key stores are those of Java.
    @Test
    void severalKeysNeedAnAlias() throws Exception {
        Path store = folder.resolve("two.jks");
        keytool(store, "-genkeypair", "-alias", "first", "-keyalg", "EC", "-dname", "CN=first");
        keytool(store, "-genkeypair", "-alias", "second", "-keyalg", "RSA", "-dname", "CN=second");

        char[] password = "password".toCharArray();
        refused(store, "several private keys", () -> TlsIdentity.ofKeyStore(store, password));
        assertThat(TlsIdentity.ofKeyStore(store, password, "second").names()).containsExactly("second");
        refused(store, "it has no trusted certificate", () -> TlsTrust.ofKeyStore(store, password));
    }

    private static void keytool(Path store, String... arguments) throws Exception {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(Arrays.asList(arguments));
        command.addAll(List.of(
                "-keystore", store.toString(), "-storetype", "JKS", "-storepass", "password", "-keypass", "password"));
        try (var tool = Subprocess.startMerged(command)) {
            String output = tool.closeInput().text();
            assertThat(tool.exitCode()).as(output).isZero();
        }
    }

    private static void refused(Path file, String words, ThrowingCallable call) {
        NetException e = catchThrowableOfType(NetException.class, call);
        assertThat(e).as(file.toString()).isNotNull();
        assertThat(e.kind()).isEqualTo(ErrorKind.INVALID_DATA);
        assertThat(e.address()).contains(file.toString());
        assertThat(e.getMessage()).contains(words);
    }

    private static Path key(String form) {
        return folder.resolve(form + ".key");
    }

    private static Path certificate(String form) {
        return folder.resolve(form + ".pem");
    }
}
