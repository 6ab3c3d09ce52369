package dev.minato.examples.framing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.minato.codec.LineCodec;
import dev.minato.examples.Running;
import dev.minato.examples.Wire;
import dev.minato.net.TcpListener;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Messages are what the codec says, not what a read gives.
@Timeout(60)
class FramingTest {
    @Test
    void readsGivePiecesAndFramedGivesLines() throws Exception {
        try (var listener = TcpListener.bind("127.0.0.1:0")) {
            assertThat(TwoReads.plainReads(listener)).isEqualTo(TwoReads.PIECES);
            assertThat(TwoReads.framed(listener)).containsExactly("one", "two", "three");
        }
    }

    @Test
    void aBadLineIsAnsweredAndTheConnectionGoesOn() throws Exception {
        try (var server = Running.tcp(ShoutingLines::serve);
                var socket = Wire.connect(server.address())) {
            String lines = "hello\n\u00ff\n" + "x".repeat(1025) + "\nworld\n";
            socket.getOutputStream().write(lines.getBytes(ISO_8859_1));
            assertThat(Wire.finish(socket, "")).isEqualTo("HELLO\nERR invalid data\nERR message too long\nWORLD\n");
        }
    }

    @Test
    void anAnswerMayBeLongerThanItsLine() throws Exception {
        try (var server = Running.tcp(ShoutingLines::serve)) {
            assertThat(Wire.ask(server.address(), "\u0390".repeat(512) + "\nhello\r\r\n"))
                    .isEqualTo("\u0399\u0308\u0301".repeat(512) + "\nHELLO\n");
        }
    }

    @Test
    void eachLineIsAnsweredWithoutAFlush() throws Exception {
        try (var server = Running.tcp(ShoutingLines::serve);
                var socket = Wire.connect(server.address())) {
            Wire.send(socket, "hello\n");
            assertThat(Wire.receive(socket, "HELLO\n")).isEqualTo("HELLO\n");
            assertThat(Wire.finish(socket, "world\n")).isEqualTo("WORLD\n");
        }
    }

    @Test
    void whatOneSaysIsHeardByAll() throws Exception {
        try (var server = Running.tcp(listener -> new ChatServer().serve(listener));
                var one = Wire.connect(server.address())) {
            Wire.send(one, "a\n");
            assertThat(Wire.receive(one, "a\n")).isEqualTo("a\n");
            talkTogether(one, server);
            assertThat(Wire.receive(one, "bye\n")).isEqualTo("bye\n");
            assertThat(Wire.finish(one, "alone\n")).isEqualTo("alone\n");
        }
    }

    private static void talkTogether(Socket one, Running server) throws IOException {
        try (var two = Wire.connect(server.address())) {
            Wire.send(two, "b\n");
            assertThat(Wire.receive(two, "b\n")).isEqualTo("b\n");
            assertThat(Wire.receive(one, "b\n")).isEqualTo("b\n");
            for (int i = 0; i < 50; i++) {
                Wire.send(i % 2 == 0 ? one : two, i + "\n");
                assertThat(Wire.receive(one, i + "\n")).isEqualTo(i + "\n");
                assertThat(Wire.receive(two, i + "\n")).isEqualTo(i + "\n");
            }
            assertThat(Wire.finish(two, "bye\n")).isEqualTo("bye\n");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 100})
    void piecesOfAnySizeDecodeTheSame(int size) throws Exception {
        var lines = new ArrayList<String>();
        DecodeByHand.decode(inPieces(size, "one\ntwo\r\n\nlast"), LineCodec.utf8(16), lines::add);
        assertThat(lines).containsExactly("one", "two", "", "last");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 1000})
    void aDecoderWrittenByHandTakesTheFramesOfAWebSocket(int size) throws Exception {
        String frames = "\u0081\u0085\u0007\u005a\u00ac\u0082\u006f\u003f\u00c0\u00ee\u0068" // hello, masked
                + "\u0081\u007e\u0001\u002c" + "y".repeat(300)
                + "\u0081\u0000";
        var payloads = new ArrayList<String>();
        DecodeByHand.decode(
                inPieces(size, frames.getBytes(ISO_8859_1)),
                new WebSocketFrames(300),
                payload -> payloads.add(new String(payload, ISO_8859_1)));
        assertThat(payloads).containsExactly("hello", "y".repeat(300), "");
    }

    @Test
    void aFrameOfAWebSocketThatIsTooLongIsFatal() {
        var decoder = new WebSocketFrames(299);
        var input = ByteBuffer.wrap(new byte[] {(byte) 0x81, 126, 1, 44});
        assertThatThrownBy(() -> decoder.decode(input)).hasMessageContaining("message too long");
        assertThat(decoder.isFailed()).isTrue();
        assertThat(input.position()).isZero();
    }

    /// The first frame comes in one segment with the request, the second one later.
    @Test
    void aWebSocketBeginsBehindItsRequest() throws Exception {
        String request = "GET / HTTP/1.1\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
        String hello = "\u0082\u0085\u0007\u005a\u00ac\u0082\u006f\u003f\u00c0\u00ee\u0068";
        String answer = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n\u0082\u0005hello";
        try (var server = Running.tcp(WebSocketEcho::serve);
                var socket = Wire.connect(server.address())) {
            socket.getOutputStream().write((request + hello).getBytes(ISO_8859_1));
            assertThat(bytes(socket, answer.length())).isEqualTo(answer);
            socket.getOutputStream().write(hello.getBytes(ISO_8859_1));
            assertThat(bytes(socket, 7)).isEqualTo("\u0082\u0005hello");
        }
    }

    private static String bytes(Socket socket, int length) throws IOException {
        return new String(socket.getInputStream().readNBytes(length), ISO_8859_1);
    }

    private static ReadableByteChannel inPieces(int size, String text) {
        return inPieces(size, text.getBytes(UTF_8));
    }

    private static ReadableByteChannel inPieces(int size, byte[] stream) {
        return Channels.newChannel(new ByteArrayInputStream(stream) {
            @Override
            public synchronized int read(byte[] bytes, int offset, int length) {
                return super.read(bytes, offset, Math.min(length, size));
            }
        });
    }
}
