package dev.minato.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// In what pieces a stream arrives changes nothing about its lines.
class LineSplitProperties {
    private static final List<IntFunction<ByteBuffer>> MEMORIES = List.of(
            ByteBuffer::allocate,
            ByteBuffer::allocateDirect,
            capacity -> ByteBuffer.allocate(capacity + 8)
                    .position(5)
                    .slice()
                    .limit(capacity)
                    .slice());
    private static final int[] CAPACITIES = {1, 100};
    private static final byte[][] WORDS = {
        {'\n'},
        {'\r'},
        {'\r', '\n'},
        {'a'},
        {'b', 'c'},
        "01234567".getBytes(),
        "é".getBytes(),
        "🚢".getBytes(),
        {(byte) 0xff}
    };

    static LongStream seeds() {
        return LongStream.range(0, 100);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void aSplitAtEveryByteChangesNothing(long seed) {
        var random = new Random(seed);
        int max = 1 + random.nextInt(20);
        var stream = stream(random);
        for (int cut = 0; cut <= stream.length; cut++) {
            check(max, stream, List.of(Arrays.copyOf(stream, cut), Arrays.copyOfRange(stream, cut, stream.length)));
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void manySplitsChangeNothing(long seed) {
        var random = new Random(seed);
        int max = 1 + random.nextInt(20);
        var stream = stream(random);
        for (int longest = 1; longest <= 9; longest++) {
            check(max, stream, pieces(stream, longest, random));
        }
    }

    private static void check(int max, byte[] stream, List<byte[]> pieces) {
        check(LineCodec.bytes(max), pieces, ReferenceLines.of(stream, max, false));
        check(LineCodec.utf8(max), pieces, ReferenceLines.of(stream, max, true));
        check(LineCodec.bytes(max).crlf(), pieces, ReferenceLines.strict(stream, max, false));
        check(LineCodec.utf8(max).crlf(), pieces, ReferenceLines.strict(stream, max, true));
    }

    private static void check(LineCodec<?> codec, List<byte[]> pieces, List<String> expected) {
        for (var memory : MEMORIES) {
            for (int capacity : CAPACITIES) {
                assertThat(new Feed<>(codec, memory, capacity).all(pieces)).isEqualTo(expected);
            }
        }
    }

    private static byte[] stream(Random random) {
        var stream = new ByteArrayOutputStream();
        for (int i = random.nextInt(40); i > 0; i--) {
            stream.writeBytes(WORDS[random.nextInt(WORDS.length)]);
        }
        return stream.toByteArray();
    }

    private static List<byte[]> pieces(byte[] stream, int longest, Random random) {
        var pieces = new ArrayList<byte[]>();
        for (int at = 0; at < stream.length; ) {
            int end = Math.min(at + 1 + random.nextInt(longest), stream.length);
            pieces.add(Arrays.copyOfRange(stream, at, end));
            at = end;
        }
        return pieces;
    }
}
