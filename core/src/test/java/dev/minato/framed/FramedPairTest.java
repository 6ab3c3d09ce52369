package dev.minato.framed;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.minato.codec.LineCodec;
import dev.minato.error.NetException;
import dev.minato.testing.Pair;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// A connection whose far end is framed, and may be split; the near one sends and receives bytes.
abstract class FramedPairTest {
    Pair pair;
    Framed<String, String> lines;
    final List<FramedHalves<String, String>> split = new ArrayList<>();

    @BeforeEach
    void openPair() throws NetException {
        pair = Pair.open();
        lines = new Framed<>(pair.far(), LineCodec.utf8(100));
    }

    @AfterEach
    void closePair() throws NetException {
        for (var halves : split) {
            halves.writer().close();
            halves.reader().close();
        }
        pair.close();
    }

    /// The connection is closed with its halves.
    FramedHalves<String, String> split() throws NetException {
        var halves = lines.split();
        split.add(halves);
        return halves;
    }

    void send(String text) throws NetException {
        pair.near().writeAll(text.getBytes(UTF_8));
    }
}
