package dev.minato.tls;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.testing.Requirement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// PEM files as people keep them are read, and what is wrong with one is said: where, and never what a key
/// holds.
class PemTest {
    @TempDir
    private Path folder;

    private String certificate;
    private String key;

    @BeforeEach
    void read() throws IOException {
        certificate = Files.readString(TestCertificates.server().certificate());
        key = Files.readString(TestCertificates.server().key());
    }

    @Test
    void textAroundBlocksIsPassedOver() throws Exception {
        for (String text : List.of(
                "Certificate:\n    Data: x\n" + certificate + "\nthat was it",
                "\n\n  \n" + certificate,
                "\ufeff" + certificate,
                certificate.replace("\n", "\r\n"),
                certificate.replace("\n", "\r"),
                certificate.replace("\n", " \t\n  "),
                certificate.stripTrailing(),
                key + certificate,
                certificate + key)) {
            assertThat(TlsIdentity.ofPem(text, key).names()).containsExactly("localhost", "127.0.0.1", "::1");
        }
        for (String around : List.of(
                "", "x\n", "\ufeff", "Bag Attributes\n    friendlyName: x\nKey Attributes: <No Attributes>\n")) {
            assertThat(TlsIdentity.ofPem(certificate, around + key + around + certificate)
                            .keyType())
                    .isEqualTo("EC");
        }
    }

    @Test
    void chainsKeepTheirOrder() throws Exception {
        TlsIdentity identity = TlsIdentity.ofPem(
                TestCertificates.server().chain(), TestCertificates.server().key());

        assertThat(identity.certificates())
                .isEqualTo(TestCertificates.server().certificates())
                .hasSize(2);
        assertThat(identity.notAfter())
                .isEqualTo(identity.certificates().getFirst().getNotAfter().toInstant());
        assertThat(identity).hasToString("CN=localhost for localhost, 127.0.0.1, ::1 until " + identity.notAfter());
    }

    @Test
    void oneFileMayHoldBoth() throws Exception {
        Path both = folder.resolve("both.pem");
        Files.writeString(both, key + certificate);

        assertThat(TlsIdentity.ofPem(both, both).keyType()).isEqualTo("EC");
        assertThat(TlsTrust.ofPem(both)).hasToString("the authorities of " + both);
    }

    @Test
    void faultsOfCertificatesAreSaid() throws Exception {
        String[] lines = certificate.split("\n");
        String cut = certificate.substring(0, certificate.length() / 2);
        refusedCertificate("", "it is empty");
        refusedCertificate("hello", "it has no BEGIN line, so it is not PEM");
        refusedCertificate("0\u0001\u0001\u0001", "it is not PEM but binary");
        refusedCertificate(key, "it has no certificate, only PRIVATE KEY (line 1)");
        refusedCertificate(cut, "line 1: the block CERTIFICATE has no END line");
        refusedCertificate(certificate + "\n" + cut, "the block CERTIFICATE has no END line");
        refusedCertificate(cut + "\n" + certificate, "has no END line");
        refusedCertificate("x\n" + lines[0] + "\n" + lines[lines.length - 1], "line 2: the block is empty");
        refusedCertificate(lines[lines.length - 1], "line 1: an END line without a BEGIN line");
        refusedCertificate(
                certificate.replace("END CERTIFICATE", "END CERTIFICAT"),
                "line " + lines.length + ": END CERTIFICAT, but line 1 has BEGIN CERTIFICATE");
        refusedCertificate(
                certificate.replace("BEGIN CERTIFICATE-----", "BEGIN CERTIFICATE"), "line 1: a malformed BEGIN");
        refusedCertificate(
                certificate.replace(lines[2], "é" + lines[2]), "line 3: a character that base64 does not have");
        refusedCertificate(certificate.replace(lines[2] + "\n", ""), "line 1: the certificate is malformed or cut off");
        refusedCertificate(certificate.replace(lines[2], lines[2] + "A"), "line 1: ");
        refusedCertificate(
                certificate.replace(lines[3], "=" + lines[3]), "line 1: the base64 of the block is malformed");
        refusedCertificate(
                certificate.replace("CERTIFICATE", "CERTIFICATE REQUEST"), "only CERTIFICATE REQUEST (line 1)");
        refusedCertificate(key.replace("PRIVATE KEY", "CERTIFICATE"), "line 1: the certificate is malformed");
    }

    private void refusedCertificate(String text, String words) throws Exception {
        Path file = folder.resolve("file.pem");
        Files.writeString(file, text);

        refused(ErrorKind.INVALID_DATA, "read certificate", file, words, () -> TlsTrust.ofPem(file));
        refused(ErrorKind.INVALID_DATA, "read certificate", file, words, () -> TlsIdentity.ofPem(file, file));
        NetException e = catchThrowableOfType(NetException.class, () -> TlsTrust.ofPem(text));
        assertThat(e.getMessage())
                .startsWith("read certificate: invalid data: ")
                .contains(words);
    }

    @Test
    void faultsOfKeysAreSaidWithoutTheKey() throws Exception {
        String body = key.split("\n")[1];
        refusedKey("", "it is empty", body);
        refusedKey(certificate, "it has no private key, only CERTIFICATE (line 1)", body);
        refusedKey("x\n" + key.replace(body, body.substring(1)), "line 2: ", body);
        refusedKey(key.replace(body, body + "!"), "line 2: a character that base64 does not have", body);
        refusedKey(key.replace("PRIVATE KEY", "EC PRIVATE KEY"), "line 1: its DER is malformed or cut off", body);
        refusedKey(key.replace("PRIVATE KEY", "RSA PRIVATE KEY"), "line 1: the RSA key is malformed", body);
        refusedKey(key.replace("PRIVATE KEY", "ENCRYPTED PRIVATE KEY"), "line 1: the key is encrypted", body);
        refusedKey(key.replace("PRIVATE KEY", "OPENSSH PRIVATE KEY"), "convert it: openssl pkey", body);
        refusedKey(key + key, "it has several private keys: PRIVATE KEY (line 1), PRIVATE KEY (line 6)", body);
    }

    private void refusedKey(String text, String words, String secret) throws Exception {
        Path certificateFile = TestCertificates.server().certificate();
        Path file = folder.resolve("file.key");
        Files.writeString(file, text);

        NetException e = refused(
                ErrorKind.INVALID_DATA, "read key", file, words, () -> TlsIdentity.ofPem(certificateFile, file));
        for (Throwable each = e; each != null; each = each.getCause()) {
            assertThat(String.valueOf(each.getMessage())).doesNotContain(secret.substring(0, 12));
        }
        assertThat(catchThrowableOfType(NetException.class, () -> TlsIdentity.ofPem(certificate, text))
                        .getMessage())
                .startsWith("read key: invalid data: ")
                .contains(words);
    }

    @Test
    void keyOfTheSecondCertificateIsSaidToBe() throws Exception {
        String intermediate = Files.readString(TestCertificates.intermediate());

        NetException e =
                catchThrowableOfType(NetException.class, () -> TlsIdentity.ofPem(intermediate + certificate, key));

        assertThat(e)
                .hasMessage(
                        "read key: invalid data: it is the key of certificate 2, CN=localhost, which must come first");
    }

    /// A truncated file is cut at any byte, and a flipped bit may be any: one way to fail, and no other.
    @Test
    void everyPrefixFailsInTheOneWay() {
        byte[] whole = key.stripTrailing().getBytes(UTF_8);
        for (int length = 0; length < whole.length; length++) {
            String prefix = new String(Arrays.copyOf(whole, length), UTF_8);
            NetException e = catchThrowableOfType(NetException.class, () -> TlsIdentity.ofPem(certificate, prefix));
            assertThat(e.kind()).isEqualTo(ErrorKind.INVALID_DATA);
        }
    }

    @Test
    void faultsOfFilesAreKinds() throws Exception {
        Path none = folder.resolve("none");
        Path large = folder.resolve("large");
        Files.write(large, new byte[2 << 20]);
        Path good = TestCertificates.server().certificate();

        refused(ErrorKind.NOT_FOUND, "read certificate", none, "", () -> TlsIdentity.ofPem(none, good));
        refused(ErrorKind.NOT_FOUND, "read key", none, "", () -> TlsIdentity.ofPem(good, none));
        refused(ErrorKind.NOT_FOUND, "read key store", none, "", () -> TlsIdentity.ofKeyStore(none, new char[0]));
        refused(ErrorKind.MESSAGE_TOO_LONG, "read key", large, "1048576", () -> TlsIdentity.ofPem(good, large));
        refused(ErrorKind.MESSAGE_TOO_LONG, "read certificate", large, "", () -> TlsTrust.ofPem(large));
        refused(ErrorKind.INVALID_INPUT, "read certificate", folder, "it is a directory", () -> TlsTrust.ofPem(folder));
    }

    @Test
    void fileWithoutRightsIsPermissionDenied() throws Exception {
        boolean isRoot = "root".equals(System.getProperty("user.name"));
        if (!isRoot) {
            Path secret = Files.writeString(folder.resolve("secret"), "");
            Requirement.that("POSIX permissions", secret.toFile().setReadable(false, false));
            refused(ErrorKind.PERMISSION_DENIED, "read certificate", secret, "", () -> TlsTrust.ofPem(secret));
        }
    }

    private static NetException refused(
            ErrorKind kind, String operation, Path file, String words, ThrowingCallable call) {
        NetException e = catchThrowableOfType(NetException.class, call);
        assertThat(e).as(words).isNotNull();
        assertThat(e.kind()).as(e.getMessage()).isEqualTo(kind);
        assertThat(e.operation()).isEqualTo(operation);
        assertThat(e.address()).contains(file.toString());
        assertThat(e.getMessage()).contains(words);
        return e;
    }
}
