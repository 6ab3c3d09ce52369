package dev.minato.examples.framing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.management.ThreadMXBean;
import dev.minato.codec.Decoder;
import dev.minato.codec.DelimiterCodec;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Decoders that are written by hand, on what real programs sent and on what none should send.
@Timeout(60)
class HandWrittenDecodersTest {
    private static final int MAX = 4096;
    private static final int MAX_ARRAY = 1 << 30;
    private static final byte[] CRLF = {'\r', '\n'};
    private static final byte[] EMPTY_LINE = {'\r', '\n', '\r', '\n'};

    /// @param beginnings what each message begins with
    record Capture(String name, Supplier<Turns> turns, List<String> beginnings) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Capture> captures() {
        return Stream.of(
                new Capture(
                        "ldap.client", () -> ldap(3), List.of("302d0201016028", "30360201026331", "30050201034200")),
                new Capture(
                        "ldap.server", () -> ldap(3), List.of("300c0201016107", "308201ad02010264", "300c0201026507")),
                new Capture(
                        "dbus.client",
                        () -> dbus(3, 2),
                        List.of("\0AUTH EXTERNAL", "AUTH ANONYMOUS", "BEGIN", "6c01000100000000", "6c01000100000000")),
                new Capture(
                        "dbus.server",
                        () -> dbus(2, 3),
                        List.of("REJECTED", "OK ", "6c02010109000000", "6c04010109000000", "6c02010129000000")),
                new Capture("chunked.client", () -> chunked(1, 3, 1), List.of("PUT", "hello\n", "000", "", "")),
                new Capture(
                        "chunked.server",
                        () -> chunked(2, 3, 2),
                        List.of("HTTP/1.1 100", "HTTP/1.1 200", "hello\n", "000", "", "X-Hello: bye", "")),
                new Capture("resp.client", () -> resp(3), List.of("*2\r\n$5\r\nHELLO", "*4\r\n", "*4\r\n")),
                new Capture("resp.server", () -> resp(3), List.of("%7\r\n", "*12\r\n:1\r\n", "*12\r\n:1\r\n")),
                new Capture("websocket.client", () -> webSocket(4), List.of("GET /", "hi", "yyy", "", "\3\u00e8bye")),
                new Capture(
                        "websocket.server",
                        () -> webSocket(5),
                        List.of("HTTP/1.1 101", "hello", "hi", "yyy", "", "\3\u00e8bye")));
    }

    private static Turns ldap(int messages) {
        return new Turns().then(new LdapMessages(MAX), HandWrittenDecodersTest::hex, messages);
    }

    private static Turns dbus(int lines, int messages) {
        return new Turns()
                .then(DelimiterCodec.of(100, CRLF), HandWrittenDecodersTest::text, lines)
                .then(new DBusMessages(MAX), HandWrittenDecodersTest::hex, messages);
    }

    private static Turns chunked(int heads, int chunks, int trailerLines) {
        return new Turns()
                .then(DelimiterCodec.of(1000, EMPTY_LINE), HandWrittenDecodersTest::text, heads)
                .then(new HttpChunks(MAX), HandWrittenDecodersTest::text, chunks)
                .then(DelimiterCodec.of(100, CRLF), HandWrittenDecodersTest::text, trailerLines);
    }

    private static Turns resp(int values) {
        return new Turns().then(new RespValues(MAX), HandWrittenDecodersTest::text, values);
    }

    private static Turns webSocket(int frames) {
        return new Turns()
                .then(DelimiterCodec.of(1000, EMPTY_LINE), HandWrittenDecodersTest::text, 1)
                .then(new WebSocketFrames(MAX), HandWrittenDecodersTest::text, frames);
    }

    @ParameterizedTest
    @MethodSource("captures")
    void messagesAreThoseThatTheProgramSent(Capture capture) throws IOException {
        byte[] stream = Turns.captured(capture.name());
        List<String> messages = capture.turns().get().messages(stream, stream.length);
        assertThat(messages).hasSameSizeAs(capture.beginnings());
        for (int i = 0; i < messages.size(); i++) {
            assertThat(messages.get(i)).startsWith(capture.beginnings().get(i));
        }
    }

    @ParameterizedTest
    @MethodSource("captures")
    void messagesAreTheSameWhereverTheBytesAreCut(Capture capture) throws IOException {
        byte[] stream = Turns.captured(capture.name());
        List<String> atOnce = capture.turns().get().messages(stream, stream.length);
        for (int cut = 0; cut < stream.length; cut++) {
            assertThat(capture.turns().get().messages(stream, cut))
                    .as("cut at %d", cut)
                    .isEqualTo(atOnce);
        }
        assertThat(capture.turns().get().messagesOfBytes(stream)).isEqualTo(atOnce);
    }

    /// @param bytes a character a byte
    record Bad(String what, Limited decoder, String bytes, ErrorKind kind) {
        @Override
        public String toString() {
            return what;
        }
    }

    static Stream<Bad> badInputs() {
        return Stream.of(
                malformed("LDAP, no SEQUENCE", LdapMessages::new, "\u0031"),
                malformed("LDAP, an indefinite length", LdapMessages::new, "\u0030\u0080"),
                malformed("LDAP, a length of 5 bytes", LdapMessages::new, "\u0030\u0085"),
                tooLong("LDAP, 4 GiB", LdapMessages::new, "\u0030\u0084\u00ff\u00ff\u00ff\u00ff"),
                tooLong("LDAP, one more", LdapMessages::new, "\u0030\u0082\u0010\u0001"),
                malformed("D-Bus, no order", DBusMessages::new, "L\1\0\1" + "\0".repeat(12)),
                malformed("D-Bus, version 2", DBusMessages::new, "l\1\0\2" + "\0".repeat(12)),
                tooLong("D-Bus, body", DBusMessages::new, "B\1\0\1\u00ff\u00ff\u00ff\u00ff" + "\0".repeat(8)),
                tooLong("D-Bus, fields", DBusMessages::new, "B\1\0\1" + "\0".repeat(8) + "\u00ff\u00ff\u00ff\u00ff"),
                malformed("chunk, LF alone", HttpChunks::new, "5\nhello\r\n"),
                malformed("chunk, CR within the line", HttpChunks::new, "5;\r;\r\n"),
                malformed("chunk, no digits", HttpChunks::new, "\r\n"),
                malformed("chunk, 0x", HttpChunks::new, "0x5\r\n"),
                malformed("chunk, a sign", HttpChunks::new, "+5\r\n"),
                malformed("chunk, a space", HttpChunks::new, "5 \r\n"),
                malformed("chunk, nine digits", HttpChunks::new, "000000005\r\n"),
                malformed("chunk, too long a line", HttpChunks::new, "5;" + "x".repeat(300)),
                malformed("chunk, more data than its length", HttpChunks::new, "5\r\nhello!\r\n"),
                tooLong("chunk, 4 GiB", HttpChunks::new, "ffffffff\r\n"),
                tooLong("chunk, one more", HttpChunks::new, "1001\r\n"),
                malformed("RESP, a word", RespValues::new, "PING\r\n"),
                malformed("RESP, an empty line", RespValues::new, "\r\n"),
                malformed("RESP, LF alone", RespValues::new, "+OK\n"),
                malformed("RESP, CR within a line", RespValues::new, "+O\rK\r\n"),
                malformed("RESP, no digits", RespValues::new, "$\r\n"),
                malformed("RESP, ten digits", RespValues::new, "$0000000005\r\n"),
                malformed("RESP, -2", RespValues::new, "*-2\r\n"),
                malformed("RESP, a streamed string", RespValues::new, "$?\r\n"),
                malformed("RESP, more data than its length", RespValues::new, "$5\r\nhello!\r\n"),
                tooLong("RESP, a string", RespValues::new, "*1\r\n$999999999\r\n"),
                tooLong("RESP, an array", RespValues::new, "*1\r\n*999999999\r\n"),
                tooLong("RESP, a line", RespValues::new, "+" + "x".repeat(MAX)),
                tooLong("RESP, many parts", RespValues::new, "*2000\r\n" + ":1\r\n".repeat(2000)));
    }

    private interface Limited {
        Decoder<byte[]> of(int max);
    }

    private static Bad malformed(String what, Limited decoder, String bytes) {
        return new Bad(what, decoder, bytes, ErrorKind.INVALID_DATA);
    }

    private static Bad tooLong(String what, Limited decoder, String bytes) {
        return new Bad(what, decoder, bytes, ErrorKind.MESSAGE_TOO_LONG);
    }

    @ParameterizedTest
    @MethodSource("badInputs")
    void badBytesAreRefusedForGood(Bad bad) {
        var decoder = bad.decoder().of(MAX);
        var input = ByteBuffer.wrap(bad.bytes().getBytes(ISO_8859_1));
        for (int i = 0; i < 2; i++) {
            var error = catchThrowableOfType(NetException.class, () -> decoder.decode(input));
            assertThat(error.kind()).isEqualTo(bad.kind());
            assertThat(error.operation()).isEqualTo("decode");
            assertThat(decoder.isFailed()).isTrue();
            assertThat(input.position()).isZero();
        }
    }

    /// A frame of almost a gigabyte, of which the beginning has come.
    record Begun(String what, Limited decoder, String bytes) {
        @Override
        public String toString() {
            return what;
        }
    }

    static Stream<Begun> longFrames() {
        return Stream.of(
                new Begun("LDAP", LdapMessages::new, "\u0030\u0084\u003f\u00ff\u00ff\u00ff\2\1"),
                new Begun("D-Bus", DBusMessages::new, "B\1\0\1\u003f\0\0\0" + "\0".repeat(8) + "x"),
                new Begun("chunk", HttpChunks::new, "3fffffff\r\nhello"),
                new Begun("RESP, a string", RespValues::new, "$999999999\r\nhello"),
                new Begun("RESP, an array", RespValues::new, "*999999999\r\n:1\r\n"),
                new Begun("WebSocket", WebSocketFrames::new, "\u0081\u007f\0\0\0\0\u003f\0\0\0hello"));
    }

    @ParameterizedTest
    @MethodSource("longFrames")
    void nothingIsAllocatedForWhatALengthSays(Begun begun) throws NetException {
        var thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        var input = ByteBuffer.wrap(begun.bytes().getBytes(ISO_8859_1));
        begun.decoder().of(MAX_ARRAY).decode(input.duplicate()); // loads classes

        var decoder = begun.decoder().of(MAX_ARRAY);
        long before = thread.getCurrentThreadAllocatedBytes();
        var message = decoder.decode(input);
        long allocated = thread.getCurrentThreadAllocatedBytes() - before;

        assertThat(message).isEmpty();
        assertThat(allocated).isLessThan(10_000);
        assertThat(decoder.isFailed()).isFalse();
    }

    /// After the end of a stream a decoder is ready for the next one.
    @ParameterizedTest
    @MethodSource("longFrames")
    void aFrameThatIsCutOffIsAnError(Begun begun) throws NetException {
        var decoder = begun.decoder().of(MAX_ARRAY);
        for (int i = 0; i < 2; i++) {
            var input = ByteBuffer.wrap(begun.bytes().getBytes(ISO_8859_1));
            assertThat(decoder.decode(input)).isEmpty();
            assertThat(catchThrowableOfType(NetException.class, () -> decoder.decodeEnd(input))
                            .kind())
                    .isEqualTo(ErrorKind.UNEXPECTED_EOF);
            assertThat(decoder.decodeEnd(input)).isEmpty();
        }
    }

    private static String hex(byte[] message) {
        return HexFormat.of().formatHex(message);
    }

    private static String text(byte[] message) {
        return new String(message, ISO_8859_1);
    }

    private static String text(ByteBuffer message) {
        return ISO_8859_1.decode(message.slice()).toString();
    }
}
