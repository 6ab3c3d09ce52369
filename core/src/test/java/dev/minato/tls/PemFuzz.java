package dev.minato.tls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Base64;
import java.util.Optional;

/// Any bytes at all: the readers of certificates and keys give a value, or fail in their one way.
class PemFuzz {
    @FuzzTest
    void text(byte[] bytes) {
        check(bytes);
    }

    /// What is in the block, so that the search need not find base64 first.
    @FuzzTest
    void key(byte[] bytes) {
        for (String label :
                new String[] {"PRIVATE KEY", "EC PRIVATE KEY", "RSA PRIVATE KEY", "ENCRYPTED PRIVATE KEY"}) {
            check(block(label, bytes));
        }
    }

    @FuzzTest
    void certificate(byte[] bytes) {
        check(block("CERTIFICATE", bytes));
    }

    private static byte[] block(String label, byte[] bytes) {
        String base64 = Base64.getMimeEncoder().encodeToString(bytes);
        return ("-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n").getBytes(ISO_8859_1);
    }

    private static void check(byte[] text) {
        try {
            assertThat(CertificateReader.read(text)).isNotEmpty();
        } catch (MalformedException e) {
            checkReason(e);
        }
        try {
            assertThat(PrivateKeyReader.read(text, Optional.of(new char[] {'x'})))
                    .isNotNull();
        } catch (MalformedException e) {
            checkReason(e);
        }
    }

    private static void checkReason(MalformedException e) {
        assertThat(e.reason()).isNotEmpty().doesNotContainPattern("[\\p{Cntrl}]");
        assertThat(e.reason().length()).isLessThan(3000);
    }
}
