package dev.minato.examples.framing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.codec.LineCodec;
import dev.minato.examples.Running;
import dev.minato.examples.Wire;
import dev.minato.net.TcpListener;
import java.io.ByteArrayInputStream;
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

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 100})
    void piecesOfAnySizeDecodeTheSame(int size) throws Exception {
        var lines = new ArrayList<String>();
        DecodeByHand.decode(inPieces(size, "one\ntwo\r\n\nlast"), LineCodec.utf8(16), lines::add);
        assertThat(lines).containsExactly("one", "two", "", "last");
    }

    private static ReadableByteChannel inPieces(int size, String text) {
        return Channels.newChannel(new ByteArrayInputStream(text.getBytes(UTF_8)) {
            @Override
            public synchronized int read(byte[] bytes, int offset, int length) {
                return super.read(bytes, offset, Math.min(length, size));
            }
        });
    }
}
