package dev.minato.proxy;

import dev.minato.error.NetException;
import dev.minato.net.option.Bounds;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// What a proxy that ends TLS says of the client's side of it.
///
/// That a header has one does not mean that the client spoke TLS: HAProxy 2.6 sends it for plain clients, too, with
/// `client` 0 and `verify` 0. Ask [#isTls] and [#isVerified].
///
/// @param client bits: 0x01 for TLS, 0x02 for a certificate on this connection, 0x04 for one in this TLS session
/// @param verify what verifying the certificate gave, 0 if it was valid; means nothing without a certificate
/// @param tlvs its own TLVs, in the order in which they came
public record ProxySsl(int client, int verify, List<ProxyTlv> tlvs) {
    private static final int TLS = 0x01;
    private static final int CERTIFICATE = 0x02 | 0x04;
    private static final int VERSION = 0x21;
    private static final int COMMON_NAME = 0x22;
    private static final int CIPHER = 0x23;
    private static final int SIGNATURE_ALGORITHM = 0x24;
    private static final int KEY_ALGORITHM = 0x25;
    private static final int FIXED = 5;
    private static final int MAX_CLIENT = 0xff;

    /// All of them.
    ///
    /// @throws IllegalArgumentException if `client` is not from 0 to 255
    public ProxySsl {
        Bounds.argument("client", 0, MAX_CLIENT, client);
        tlvs = List.copyOf(Objects.requireNonNull(tlvs, "tlvs"));
    }

    /// Reads the value of a TLV.
    ///
    /// @throws NetException `INVALID_DATA` if it is none
    static ProxySsl read(byte[] value) throws NetException {
        var input = ByteBuffer.wrap(value);
        if (input.remaining() < FIXED) {
            throw Tlvs.invalid("the SSL TLV has " + value.length + " bytes, fewer than " + FIXED);
        }
        int client = Byte.toUnsignedInt(input.get());
        int verify = input.getInt();
        return new ProxySsl(client, verify, Tlvs.read(input));
    }

    byte[] bytes() {
        var output = ByteBuffer.allocate(FIXED + Tlvs.length(tlvs));
        output.put((byte) client).putInt(verify);
        Tlvs.write(tlvs, output);
        return output.array();
    }

    /// Whether the client spoke TLS with the proxy.
    public boolean isTls() {
        return (client & TLS) != 0;
    }

    /// Whether the client has shown a certificate, on this connection or in its TLS session.
    public boolean hasCertificate() {
        return (client & CERTIFICATE) != 0;
    }

    /// Whether the client has shown a certificate and the proxy found it valid.
    public boolean isVerified() {
        return hasCertificate() && verify == 0;
    }

    /// What verifying the client's certificate gave, 0 if it was valid; empty if it has shown none.
    public OptionalInt verifyResult() {
        return hasCertificate() ? OptionalInt.of(verify) : OptionalInt.empty();
    }

    /// The version, such as `TLSv1.3`.
    public Optional<String> version() {
        return Tlvs.ascii(tlvs, VERSION);
    }

    /// The common name of the client's certificate; believe it only if [#isVerified].
    public Optional<String> commonName() {
        return Tlvs.utf8(tlvs, COMMON_NAME);
    }

    /// The cipher suite, as the proxy names it.
    public Optional<String> cipher() {
        return Tlvs.ascii(tlvs, CIPHER);
    }

    /// The algorithm by which the proxy's certificate is signed, such as `RSA-SHA256`.
    public Optional<String> signatureAlgorithm() {
        return Tlvs.ascii(tlvs, SIGNATURE_ALGORITHM);
    }

    /// The algorithm of the key of the proxy's certificate, such as `RSA2048`.
    public Optional<String> keyAlgorithm() {
        return Tlvs.ascii(tlvs, KEY_ALGORITHM);
    }

    /// @throws NetException `INVALID_DATA` if a text is none, or a known type occurs twice
    void check() throws NetException {
        Tlvs.checkOnce(tlvs, Set.of(VERSION, COMMON_NAME, CIPHER, SIGNATURE_ALGORITHM, KEY_ALGORITHM));
        Tlvs.checkText(tlvs, COMMON_NAME, StandardCharsets.UTF_8);
        for (int type : new int[] {VERSION, CIPHER, SIGNATURE_ALGORITHM, KEY_ALGORITHM}) {
            Tlvs.checkText(tlvs, type, StandardCharsets.US_ASCII);
        }
    }
}
