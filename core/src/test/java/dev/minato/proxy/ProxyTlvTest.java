package dev.minato.proxy;

import static dev.minato.proxy.Headers.encode;
import static dev.minato.proxy.Headers.whole;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.minato.address.SocketAddr;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What TLVs say, and what is written comes back.
class ProxyTlvTest {
    private static final SocketAddr SOURCE = SocketAddr.parse("192.0.2.1:1");
    private static final SocketAddr DESTINATION = SocketAddr.parse("198.51.100.1:2");

    @Test
    void knownTlvsAreRead() throws NetException {
        var ssl = new ProxySsl(
                7,
                0,
                List.of(
                        ProxyTlv.of(0x21, Headers.text("TLSv1.3")),
                        ProxyTlv.of(0x22, new byte[] {(byte) 0xc3, (byte) 0xa4}),
                        ProxyTlv.of(0x25, Headers.text("RSA2048")),
                        ProxyTlv.of(0x24, Headers.text("RSA-SHA256")),
                        ProxyTlv.of(0x23, Headers.text("TLS_AES_256_GCM_SHA384")),
                        ProxyTlv.of(0x28, new byte[300])));
        ProxyHeader header = whole(encode(ProxyHeader.v2(
                SOURCE,
                DESTINATION,
                ProxyTlv.alpn("h2\u00e4"),
                ProxyTlv.authority("m\u00fcnchen.example"),
                ProxyTlv.uniqueId(new byte[] {1, 2}),
                ProxyTlv.netns("blue"),
                ProxyTlv.ssl(ssl))));
        assertThat(header.alpn()).contains("h2\u00e4");
        assertThat(header.authority()).contains("m\u00fcnchen.example");
        assertThat(header.uniqueId().orElseThrow()).containsExactly(1, 2);
        assertThat(header.netns()).contains("blue");
        assertThat(header.ssl()).contains(ssl);
        assertThat(ssl.isTls()).isTrue();
        assertThat(ssl.isVerified()).isTrue();
        assertThat(ssl.version()).contains("TLSv1.3");
        assertThat(ssl.commonName()).contains("\u00e4");
        assertThat(ssl.cipher()).contains("TLS_AES_256_GCM_SHA384");
        assertThat(ssl.signatureAlgorithm()).contains("RSA-SHA256");
        assertThat(ssl.keyAlgorithm()).contains("RSA2048");
    }

    @Test
    void whatIsNotThereIsEmpty() {
        ProxyHeader header = ProxyHeader.v2(SOURCE, DESTINATION);
        assertThat(header.alpn()).isEmpty();
        assertThat(header.authority()).isEmpty();
        assertThat(header.uniqueId()).isEmpty();
        assertThat(header.netns()).isEmpty();
        assertThat(header.ssl()).isEmpty();
        assertThat(header.tlv(0xee)).isEmpty();
    }

    /// HAProxy 2.6 says `verify` 0 though no certificate was shown.
    @Test
    void verifyCountsOnlyWithACertificate() {
        for (int client = 0; client < 8; client++) {
            var shown = new ProxySsl(client, 0, List.of());
            var refused = new ProxySsl(client, 20, List.of());
            boolean hasCertificate = client > 1;
            assertThat(shown.isVerified()).isEqualTo(hasCertificate);
            assertThat(refused.isVerified()).isFalse();
            assertThat(refused.verifyResult().isPresent()).isEqualTo(hasCertificate);
            assertThat(shown.isTls()).isEqualTo(client % 2 == 1);
        }
    }

    /// The polynomial of RFC 9260; HAProxy's own headers are checked in `RealProxiesTest`.
    @Test
    void aChecksumIsComputedAndChecked() throws NetException {
        ProxyHeader header =
                ProxyHeader.v2(SOURCE, DESTINATION, ProxyTlv.crc32c(), ProxyTlv.of(0xee, new byte[] {1, 2, 3}));
        byte[] bytes = encode(header);
        ProxyHeader decoded = whole(bytes);
        assertThat(decoded.tlv(ProxyTlv.CRC32C).orElseThrow().value()).isNotEqualTo(new byte[4]);
        assertThat(encode(decoded)).isEqualTo(bytes);
        for (int bit = 0; bit < 8 * bytes.length; bit++) {
            byte[] changed = bytes.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(isTaken(changed)).as("bit %d", bit).isFalse();
        }
    }

    /// Not if the header goes on or says something else than a checksum.
    private static boolean isTaken(byte[] header) {
        try {
            return Headers.decode(header)
                    .filter(it -> it.tlv(ProxyTlv.CRC32C).isPresent())
                    .isPresent();
        } catch (NetException refused) {
            return false;
        }
    }

    @Test
    void aHeaderOverTheMaximumIsNotWritten() {
        ProxyHeader header = ProxyHeader.local(ProxyTlv.of(0xee, new byte[4096]));
        var output = ByteBuffer.allocate(10_000);
        NetException failure = catchThrowableOfType(NetException.class, () -> new ProxyCodec().encode(header, output));
        assertThat(failure.kind()).isEqualTo(ErrorKind.MESSAGE_TOO_LONG);
        assertThat(output.position()).isZero();
        assertThat(new ProxyCodec().maxEncodedLength(header)).isEqualTo(4096);
    }

    @Test
    void headersThatMakeNoSenseAreNotMade() {
        var one = Optional.of(SOURCE);
        var other = Optional.of(DESTINATION);
        Optional<SocketAddr> none = Optional.empty();
        refused("version", () -> new ProxyHeader(3, ProxyCommand.PROXY, one, other, List.of()));
        refused("LOCAL", () -> new ProxyHeader(1, ProxyCommand.LOCAL, none, none, List.of()));
        refused("UNKNOWN", () -> new ProxyHeader(2, ProxyCommand.UNKNOWN, none, none, List.of()));
        refused("source", () -> new ProxyHeader(2, ProxyCommand.PROXY, none, other, List.of()));
        refused("source", () -> new ProxyHeader(2, ProxyCommand.LOCAL, one, other, List.of()));
        refused("destination", () -> new ProxyHeader(2, ProxyCommand.PROXY, one, none, List.of()));
        refused("destination", () -> ProxyHeader.v1(SOURCE, SocketAddr.parse("[::1]:1")));
        refused("tlvs", () -> new ProxyHeader(1, ProxyCommand.UNKNOWN, none, none, List.of(ProxyTlv.crc32c())));
        refused("two TLVs", () -> ProxyHeader.local(ProxyTlv.crc32c(), ProxyTlv.crc32c()));
        refused("SSL TLV", () -> ProxyHeader.local(ProxyTlv.of(ProxyTlv.SSL, new byte[4])));
        refused("type", () -> ProxyTlv.of(256, new byte[0]));
        refused("value's length", () -> ProxyTlv.of(0, new byte[65_536]));
        refused("id's length", () -> ProxyTlv.uniqueId(new byte[129]));
        refused("client", () -> new ProxySsl(256, 0, List.of()));
        refused("max", () -> new ProxyCodec(231));
        refused("max", () -> new ProxyCodec(65_552));
    }

    private static void refused(String says, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatIllegalArgumentException().isThrownBy(call).withMessageContaining(says);
    }

    @Test
    void textsTellWhoItIs() {
        assertThat(ProxyHeader.v2(SOURCE, DESTINATION)).hasToString("PROXY v2 from 192.0.2.1:1 to 198.51.100.1:2");
        assertThat(ProxyHeader.local()).hasToString("LOCAL v2");
        assertThat(ProxyHeader.unknown()).hasToString("UNKNOWN v1");
        assertThat(ProxyTlv.authority("ab")).hasToString("02:6162");
    }
}
