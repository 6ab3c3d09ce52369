package dev.minato.gallery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.gallery.Protocol.Side;
import dev.minato.gallery.Protocol.Stage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The parameters that the guide gives for real protocols, on the bytes that real programs sent.
class ProtocolGalleryTest {
    /// Up to so many bytes a capture is cut at every place, beyond at as many that a seed chooses.
    private static final int CUTS = 600;

    private static final long SEED = 20;

    static Stream<Protocol> protocols() {
        return Stream.of(BinaryProtocols.ALL, SwitchingProtocols.ALL, TextProtocols.ALL)
                .flatMap(List::stream);
    }

    static Stream<Side> sides() {
        return protocols().flatMap(protocol -> protocol.sides().stream());
    }

    @ParameterizedTest
    @MethodSource("sides")
    void framesAreThoseThatTheProgramSent(Side side) throws IOException {
        List<String> beginnings = side.stages().stream()
                .map(Stage::beginnings)
                .flatMap(List::stream)
                .toList();
        List<String> frames =
                Exchange.messages(side.stages(), List.of(side.capture().bytes()));
        assertThat(frames).hasSameSizeAs(beginnings);
        for (int i = 0; i < frames.size(); i++) {
            assertThat(frames.get(i)).as("frame %d", i).startsWith(beginnings.get(i));
        }
    }

    @ParameterizedTest
    @MethodSource("sides")
    void framesAreTheSameWhereverTheBytesAreCut(Side side) throws IOException {
        byte[] stream = side.capture().bytes();
        List<String> atOnce = Exchange.messages(side.stages(), List.of(stream));
        for (int cut : cuts(stream.length)) {
            var two = List.of(Arrays.copyOf(stream, cut), Arrays.copyOfRange(stream, cut, stream.length));
            assertThat(Exchange.messages(side.stages(), two))
                    .as("cut at %d", cut)
                    .isEqualTo(atOnce);
        }
        assertThat(Exchange.messages(side.stages(), single(stream))).isEqualTo(atOnce);
    }

    /// So nothing is lost between two codecs, and each writes what its protocol's programs read.
    @ParameterizedTest
    @MethodSource("sides")
    void whatIsReadIsWrittenAsTheProgramSentIt(Side side) throws IOException {
        byte[] stream = side.capture().bytes();
        assertThat(Exchange.written(side.stages(), stream)).isEqualTo(stream);
    }

    private static int[] cuts(int length) {
        return length <= CUTS
                ? IntStream.rangeClosed(0, length).toArray()
                : new Random(SEED).ints(CUTS, 0, length).toArray();
    }

    private static List<byte[]> single(byte[] stream) {
        var pieces = new ArrayList<byte[]>();
        for (byte one : stream) {
            pieces.add(new byte[] {one});
        }
        return pieces;
    }
}
