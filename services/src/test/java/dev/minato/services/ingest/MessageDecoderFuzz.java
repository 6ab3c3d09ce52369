package dev.minato.services.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;

/// Any bytes, in any pieces, give the same messages as all of them at once.
///
/// The first byte of the data is the length of a piece less one; the rest is the stream.
class MessageDecoderFuzz {
    @FuzzTest
    void piecesDoNotMatter(byte[] data) {
        if (data.length == 0) {
            return;
        }
        byte[] stream = Arrays.copyOfRange(data, 1, data.length);
        var whole = Messages.of(stream, Math.max(1, stream.length));

        assertThat(Messages.of(stream, 1 + Byte.toUnsignedInt(data[0]))).isEqualTo(whole);
        assertThat(Messages.of(stream, 1)).isEqualTo(whole);
    }
}
