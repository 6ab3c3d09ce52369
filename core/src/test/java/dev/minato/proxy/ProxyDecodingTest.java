package dev.minato.proxy;

import static dev.minato.proxy.Headers.binary;
import static dev.minato.proxy.Headers.hex;
import static dev.minato.proxy.Headers.text;
import static dev.minato.proxy.Headers.whole;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.minato.address.SocketAddr;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// What headers say, in whatever pieces they come, and what is refused.
class ProxyDecodingTest {
    private static final String V4 = "c0000201 c6336401 c350 01bb";
    private static final String V6 = "20010db8000000000000000000000001 20010db8000000000000000000000002 0001 ffff";

    /// HAProxy 2.6.12, as `framing.md` of the gallery has it.
    private static final String RECORDED = "0d0a0d0a000d0a515549540a 21 11 000c 7f000001 7f000001 ccac 0fa8";

    static Stream<Arguments> headers() {
        return Stream.of(
                header(
                        text("PROXY TCP4 192.0.2.1 198.51.100.1 50000 443\r\n"),
                        v1("192.0.2.1:50000", "198.51.100.1:443")),
                header(
                        text("PROXY TCP4 255.255.255.255 255.255.255.255 65535 65535\r\n"),
                        v1("255.255.255.255:65535", "255.255.255.255:65535")),
                header(text("PROXY TCP4 0.0.0.0 0.0.0.0 0 0\r\n"), v1("0.0.0.0:0", "0.0.0.0:0")),
                header(text("PROXY TCP6 2001:db8::1 ::1 1 2\r\n"), v1("[2001:db8::1]:1", "[::1]:2")),
                header(text("PROXY TCP6 2001:DB8::A ::1 1 2\r\n"), v1("[2001:db8::a]:1", "[::1]:2")),
                header(
                        text(
                                "PROXY TCP6 ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"
                                        + " 65535 65535\r\n"),
                        v1(
                                "[ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff]:65535",
                                "[ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff]:65535")),
                header(
                        text("PROXY TCP6 ::ffff:192.0.2.1 ::ffff:198.51.100.1 1 2\r\n"),
                        v1("[::ffff:192.0.2.1]:1", "[::ffff:198.51.100.1]:2")),
                header(text("PROXY UNKNOWN\r\n"), ProxyHeader.unknown()),
                header(text("PROXY UNKNOWN TCP4 junk \u00ff 1 2\r\n"), ProxyHeader.unknown()),
                header(text("PROXY UNKNOWN " + "f".repeat(107 - 16) + "\r\n"), ProxyHeader.unknown()),
                header(hex(RECORDED.replace(" ", "")), v2("127.0.0.1:52396", "127.0.0.1:4008")),
                header(binary("21", "11", V4), v2("192.0.2.1:50000", "198.51.100.1:443")),
                header(binary("21", "21", V6), v2("[2001:db8::1]:1", "[2001:db8::2]:65535")),
                header(binary("20", "00", ""), ProxyHeader.local()),
                header(
                        binary("21", "11", V4 + "02 0003 612e62 ee 0001 00 04 0002 0000 04 0000"),
                        v2(
                                "192.0.2.1:50000",
                                "198.51.100.1:443",
                                ProxyTlv.authority("a.b"),
                                ProxyTlv.of(0xee, new byte[1]),
                                ProxyTlv.of(ProxyTlv.NOOP, new byte[2]),
                                ProxyTlv.of(ProxyTlv.NOOP, new byte[0]))));
    }

    private static Arguments header(byte[] bytes, ProxyHeader header) {
        return Arguments.of(bytes, header);
    }

    private static ProxyHeader v1(String source, String destination) {
        return ProxyHeader.v1(SocketAddr.parse(source), SocketAddr.parse(destination));
    }

    private static ProxyHeader v2(String source, String destination, ProxyTlv... tlvs) {
        return ProxyHeader.v2(SocketAddr.parse(source), SocketAddr.parse(destination), tlvs);
    }

    /// Whatever is missing of it, it takes nothing; whole, it takes itself and nothing that follows.
    @ParameterizedTest
    @MethodSource("headers")
    void aHeaderIsTakenWholeAndNothingBehindIt(byte[] bytes, ProxyHeader expected) throws NetException {
        for (int length = 0; length < bytes.length; length++) {
            var codec = new ProxyCodec();
            var input = ByteBuffer.wrap(bytes, 0, length);
            assertThat(codec.decode(input)).isEmpty();
            assertThat(input.position()).isZero();
            assertThat(codec.decode(ByteBuffer.wrap(bytes))).contains(expected);
        }
        for (ByteOrder order : List.of(ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN)) {
            var input = ByteBuffer.wrap(Headers.join(text("xyz"), bytes, bytes))
                    .position(3)
                    .order(order);
            assertThat(new ProxyCodec().decode(input)).contains(expected);
            assertThat(input.position()).isEqualTo(3 + bytes.length);
            assertThat(input.order()).isEqualTo(order);
        }
    }

    @ParameterizedTest
    @MethodSource("headers")
    void anEndWithinAHeaderIsUnexpected(byte[] bytes, ProxyHeader expected) throws NetException {
        for (int length = 1; length < bytes.length; length++) {
            var input = ByteBuffer.wrap(bytes, 0, length);
            NetException failure = catchThrowableOfType(NetException.class, () -> new ProxyCodec().decodeEnd(input));
            assertThat(failure.kind()).isEqualTo(ErrorKind.UNEXPECTED_EOF);
        }
        assertThat(new ProxyCodec().decodeEnd(ByteBuffer.wrap(bytes))).contains(expected);
    }

    static Stream<Arguments> malformed() {
        return Stream.of(
                bad(text("GET / HTTP/1.1\r\n"), "no PROXY header: it begins with 0x474554202f204854"),
                bad(text("POST /"), "no PROXY header"),
                bad(text("proxy TCP4 1.2.3.4 1.2.3.4 1 2\r\n"), "no PROXY header"),
                bad(text("PROXY\tTCP4 1.2.3.4 1.2.3.4 1 2\r\n"), "no PROXY header"),
                bad(text("\r\nPROXY"), "no PROXY header"),
                bad(text("PROXY  TCP4 1.2.3.4 1.2.3.4 1 2\r\n"), "neither TCP4, TCP6 nor UNKNOWN"),
                bad(text("PROXY tcp4 1.2.3.4 1.2.3.4 1 2\r\n"), "neither TCP4, TCP6 nor UNKNOWN"),
                bad(text("PROXY TCP5 1.2.3.4 1.2.3.4 1 2\r\n"), "neither TCP4, TCP6 nor UNKNOWN"),
                bad(text("PROXY unknown\r\n"), "neither TCP4, TCP6 nor UNKNOWN"),
                bad(text("PROXY UNKNOWN2\r\n"), "neither TCP4, TCP6 nor UNKNOWN"),
                bad(text("PROXY \r\n"), "neither TCP4, TCP6 nor UNKNOWN"),
                bad(text("PROXY TCP4\r\n"), "1 fields behind PROXY, not 5"),
                bad(text("PROXY TCP4 1.2.3.4 1.2.3.4 1\r\n"), "4 fields behind PROXY, not 5"),
                bad(text("PROXY TCP4 1.2.3.4 1.2.3.4 1 2 \r\n"), "6 fields behind PROXY, not 5"),
                bad(text("PROXY TCP4 1.2.3.4  1.2.3.4 1 2\r\n"), "6 fields behind PROXY, not 5"),
                bad(text("PROXY TCP4 01.2.3.4 1.2.3.4 1 2\r\n"), "leading zero"),
                bad(text("PROXY TCP4 1.2.3.256 1.2.3.4 1 2\r\n"), "octet is above 255"),
                bad(text("PROXY TCP4 1.2.3 1.2.3.4 1 2\r\n"), "expected '.'"),
                bad(text("PROXY TCP4 ::1 ::1 1 2\r\n"), "invalid IPv4 address"),
                bad(text("PROXY TCP4 1.2.3.4 ::1 1 2\r\n"), "invalid IPv4 address"),
                bad(text("PROXY TCP6 1.2.3.4 1.2.3.4 1 2\r\n"), "invalid IPv6 address"),
                bad(text("PROXY TCP6 ::1 1.2.3.4 1 2\r\n"), "invalid IPv6 address"),
                bad(text("PROXY TCP6 fe80::1%1 ::1 1 2\r\n"), "invalid IPv6 address"),
                bad(text("PROXY TCP6 [::1] ::1 1 2\r\n"), "invalid IPv6 address"),
                bad(text("PROXY TCP4 1.2.3.4 1.2.3.4 65536 2\r\n"), "a port that is no number from 0 to 65535"),
                bad(text("PROXY TCP4 1.2.3.4 1.2.3.4 1 99999\r\n"), "a port that is no number from 0 to 65535"),
                bad(text("PROXY TCP4 1.2.3.4 1.2.3.4 1 01\r\n"), "a port that is no number from 0 to 65535"),
                bad(text("PROXY TCP4 1.2.3.4 1.2.3.4 +1 2\r\n"), "a port that is no number from 0 to 65535"),
                bad(text("PROXY TCP4 1.2.3.4 1.2.3.4  2\r\n"), "a port that is no number from 0 to 65535"),
                bad(text("PROXY TCP4 1.2.3.4 1.2.3.4 1 2\n"), "an LF without a CR"),
                bad(text("PROXY UNKNOWN\n"), "an LF without a CR"),
                bad(text("PROXY TCP4 1.2.3.4 1.2.3.4 1 2\r "), "a CR without an LF"),
                bad(text("PROXY UNKNOWN " + "f".repeat(92) + "\r\n"), "longer than 107 bytes"),
                bad(text("PROXY UNKNOWN " + "f".repeat(93)), "longer than 107 bytes"),
                bad(hex("0d0a0d0a000d0a51554954 0b"), "no PROXY header"),
                bad(hex(Headers.SIGNATURE + "11"), "a PROXY header of version 1"),
                bad(hex(Headers.SIGNATURE + "31"), "a PROXY header of version 3"),
                bad(hex(Headers.SIGNATURE + "01"), "a PROXY header of version 0"),
                bad(hex(Headers.SIGNATURE + "22"), "the unknown command 2"),
                bad(hex(Headers.SIGNATURE + "2f"), "the unknown command 15"),
                bad(binary("21", "00", ""), "for address family 0 and protocol 0"),
                bad(binary("21", "01", ""), "for address family 0 and protocol 1"),
                bad(binary("21", "10", V4), "for address family 1 and protocol 0"),
                bad(binary("21", "12", V4), "for address family 1 and protocol 2"),
                bad(binary("21", "22", V6), "for address family 2 and protocol 2"),
                bad(binary("21", "31", "00".repeat(216)), "for address family 3 and protocol 1"),
                bad(binary("21", "32", "00".repeat(216)), "for address family 3 and protocol 2"),
                bad(binary("21", "41", V4), "the unknown address family 4 or protocol 1"),
                bad(binary("21", "13", V4), "the unknown address family 1 or protocol 3"),
                bad(binary("21", "11", "7f000001"), "4 bytes, of which the addresses take 12"),
                bad(binary("21", "21", V4), "12 bytes, of which the addresses take 36"),
                bad(binary("21", "11", V4 + "02"), "1 bytes behind the last TLV"),
                bad(binary("21", "11", V4 + "0200"), "2 bytes behind the last TLV"),
                bad(binary("21", "11", V4 + "02 0003 6161"), "the TLV of the type 2 has 3 bytes, and 2 are left"),
                bad(binary("21", "11", V4 + "ee ffff"), "the TLV of the type 238 has 65535 bytes, and 0 are left"),
                bad(binary("21", "11", V4 + "02 0001 ff"), "the TLV of the type 2 is not UTF-8"),
                bad(binary("21", "11", V4 + "30 0002 c3a4"), "the TLV of the type 48 is not US-ASCII"),
                bad(binary("21", "11", V4 + "02 0001 61 02 0001 62"), "two TLVs of the type 2"),
                bad(binary("21", "11", V4 + "05 0081" + "00".repeat(129)), "a unique ID of 129 bytes, at most 128"),
                bad(binary("21", "11", V4 + "040000".repeat(65)), "more than 64 TLVs"),
                bad(binary("21", "11", V4 + "03 0003 000000"), "a CRC32C of 3 bytes"),
                bad(binary("21", "11", V4 + "03 0004 00000000"), "whose CRC32C is wrong"),
                bad(binary("20", "00", "03 0004 00000000"), "whose CRC32C is wrong"),
                bad(binary("21", "11", V4 + "20 0004 01000000"), "the SSL TLV has 4 bytes, fewer than 5"),
                bad(binary("21", "11", V4 + "20 0006 0100000000 21"), "1 bytes behind the last TLV"),
                bad(binary("21", "11", V4 + "20 0009 0100000000 22 0001 ff"), "the TLV of the type 34 is not UTF-8"),
                bad(binary("21", "11", V4 + "20 0009 0100000000 21 0001 ff"), "the TLV of the type 33 is not US-ASCII"),
                bad(binary("21", "11", V4 + "20 000d 0100000000 21 0001 61 21 0001 61"), "two TLVs of the type 33"));
    }

    private static Arguments bad(byte[] bytes, String reason) {
        return Arguments.of(bytes, reason);
    }

    /// At the last byte of what is wrong, and not one later; for ever.
    @ParameterizedTest
    @MethodSource("malformed")
    void whatIsMalformedIsFatal(byte[] bytes, String reason) {
        var codec = new ProxyCodec();
        var input = ByteBuffer.wrap(Headers.join(bytes, text("more")));
        for (int i = 0; i < 2; i++) {
            NetException failure = catchThrowableOfType(NetException.class, () -> codec.decode(input));
            assertThat(failure.kind()).isEqualTo(ErrorKind.INVALID_DATA);
            assertThat(failure.operation()).isEqualTo("decode");
            assertThat(failure.detail().orElseThrow()).contains(reason);
            assertThat(codec.isFailed()).isTrue();
            assertThat(input.position()).isZero();
        }
        codec.reset();
        assertThat(codec.isFailed()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void whatIsMalformedIsSoInPieces(byte[] bytes, String reason) throws NetException {
        var codec = new ProxyCodec();
        for (int length = 0; length < bytes.length && !codec.isFailed(); length++) {
            var input = ByteBuffer.wrap(bytes, 0, length);
            NetException failure = catchThrowableOfType(NetException.class, () -> codec.decode(input));
            assertThat(failure != null).isEqualTo(codec.isFailed());
            assertThat(input.position()).isZero();
        }
        assertThat(catchThrowableOfType(NetException.class, () -> codec.decode(ByteBuffer.wrap(bytes))))
                .isNotNull();
        assertThat(reason).isNotEmpty();
    }

    /// Of a stream that is no header, no byte more is waited for than tells so.
    @ParameterizedTest
    @CsvSource({"G, 1", "PO, 2", "PROXX, 5", "PROXYT, 6"})
    void anotherBeginningIsToldAtItsFirstByte(String beginning, int length) throws NetException {
        byte[] bytes = beginning.getBytes(US_ASCII);
        assertThat(Headers.decode(Arrays.copyOf(bytes, length - 1))).isEmpty();
        assertThat(catchThrowableOfType(NetException.class, () -> Headers.decode(bytes)))
                .hasMessageContaining("no PROXY header");
    }

    @Test
    void aBinaryHeaderHasAMaximum() throws NetException {
        byte[] longest = binary("20", "00", "ee 0fed" + "00".repeat(0xfed));
        assertThat(longest).hasSize(4096);
        byte[] longer = binary("20", "00", "00".repeat(4096 - 15));
        NetException failure =
                catchThrowableOfType(NetException.class, () -> new ProxyCodec().decode(ByteBuffer.wrap(longer, 0, 16)));
        assertThat(failure.kind()).isEqualTo(ErrorKind.MESSAGE_TOO_LONG);
        assertThat(failure).hasMessageContaining("a PROXY header of 4097 bytes, at most 4096");
        assertThat(Headers.decode(longest)).isPresent();
        assertThat(new ProxyCodec(65_551).decode(ByteBuffer.wrap(longer))).isPresent();
        assertThat(new ProxyCodec(65_551).maxBuffered()).isEqualTo(65_551);
    }

    /// Addresses in it are skipped, TLVs behind them read; it is never refused for what is skipped.
    @Test
    void aLocalHeaderIsTakenWhateverItHolds() throws NetException {
        var authority = ProxyHeader.local(ProxyTlv.authority("a"));
        assertThat(whole(binary("20", "00", "02 0001 61"))).isEqualTo(authority);
        assertThat(whole(binary("20", "11", V4 + "02 0001 61"))).isEqualTo(authority);
        assertThat(whole(binary("20", "21", V6 + "02 0001 61"))).isEqualTo(authority);
        assertThat(whole(binary("20", "31", "ff".repeat(216) + "02 0001 61"))).isEqualTo(authority);
        for (String block : List.of("02", "02 0005 61", "02 0001 ff", "ffffffffffff")) {
            assertThat(whole(binary("20", "00", block))).isEqualTo(ProxyHeader.local());
        }
        assertThat(whole(binary("20", "11", "7f"))).isEqualTo(ProxyHeader.local());
        assertThat(whole(binary("20", "ff", "7f"))).isEqualTo(ProxyHeader.local());
    }
}
