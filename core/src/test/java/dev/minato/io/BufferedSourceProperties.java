package dev.minato.io;

import java.io.ByteArrayOutputStream;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// In what pieces a stream arrives, and how often a wait times out, changes nothing about what is read.
class BufferedSourceProperties {
    private static final byte[][] WORDS = {
        {'\n'},
        {'\r'},
        {'\r', '\n'},
        {0},
        {','},
        {'a'},
        "01234567".getBytes(),
        "a longer stretch without any delimiter".getBytes(),
        "é".getBytes(),
        "🚢".getBytes(),
        {(byte) 0xff}
    };

    static LongStream seeds() {
        return LongStream.range(0, 500);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void whatIsReadIsWhatWasSent(long seed) throws Exception {
        var random = new Random(seed);
        var content = new ByteArrayOutputStream();
        for (int i = random.nextInt(60); i > 0; i--) {
            content.writeBytes(WORDS[random.nextInt(WORDS.length)]);
        }
        BufferedSourceModel.check(content.toByteArray(), random::nextInt);
    }
}
