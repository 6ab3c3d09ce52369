package dev.minato.framed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.minato.codec.Decoder;
import dev.minato.codec.LineCodec;
import dev.minato.error.NetException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// A switch to a codec that cannot even say what it needs leaves all as it was.
class SwitchFailureTest {
    private static final Decoder<String> BROKEN = new Decoder<>() {
        @Override
        public Optional<String> decode(ByteBuffer input) {
            return Optional.empty();
        }

        @Override
        public int maxBuffered() {
            throw new IllegalStateException("not configured");
        }
    };

    private final ScriptedStream stream =
            new ScriptedStream().thenComes("a\nb\n").thenEnds();

    @Test
    void ofAFramed() throws NetException {
        var lines = new Framed<>(stream, LineCodec.utf8(10));
        assertThat(lines.read()).contains("a");
        lines.write("x");

        assertThatThrownBy(() -> lines.switchTo(BROKEN, LineCodec.utf8(10))).hasMessage("not configured");

        assertThat(lines.read()).contains("b");
        lines.close();
        assertThat(stream.text()).isEqualTo("x\n");
    }

    @Test
    void ofAReader() throws NetException {
        var lines = new FramedReader<>(stream, LineCodec.utf8(10));
        assertThat(lines.read()).contains("a");

        assertThatThrownBy(() -> lines.switchTo(BROKEN)).hasMessage("not configured");

        assertThat(lines.read()).contains("b");
    }
}
