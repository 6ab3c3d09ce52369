package dev.minato.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.testing.Pattern;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/// A stream in two halves, and in several buffers.
@Contract
class SplitContract extends ConnectedContract {
    @Test
    void halvesAreUsedByTwoThreads() throws Exception {
        var halves = pair.near().split();
        try (var reader = halves.reader();
                var writer = halves.writer()) {
            var read = world.call(() -> {
                var bytes = new byte[5];
                reader.readExact(ByteBuffer.wrap(bytes));
                return new String(bytes, UTF_8);
            });
            writer.writeAll(UTF_8.encode("there"));
            pair.far().readExact(new byte[5]);
            pair.far().writeAll("again".getBytes(UTF_8));
            assertThat(read.result()).isEqualTo("again");
        }
    }

    @Test
    void closingTheWriterEndsTheStreamForThePeerWhileAReadWaits() throws Exception {
        var halves = pair.near().split();
        try (var reader = halves.reader()) {
            var read = world.call(() -> reader.readToEnd(100)).awaitWaiting();
            halves.writer().close();
            assertThat(pair.far().read(new byte[1])).isEqualTo(-1);
            pair.far().writeAll("answer".getBytes(UTF_8));
            pair.far().close();
            assertThat(read.result()).asString(UTF_8).isEqualTo("answer");
        }
    }

    @Test
    void reunitedHalvesAreTheStream() throws Exception {
        var halves = pair.near().split();
        try (var stream = halves.reader().reunite(halves.writer())) {
            stream.writeAll(new byte[1]);
            assertThat(pair.far().read(new byte[1])).isEqualTo(1);
            assertThat(stream.peerAddress()).isEqualTo(pair.far().localAddress());
        }
    }

    @Test
    void severalBuffersAreFilledInTurn() throws Exception {
        pair.far().writeAll(new byte[] {10, 11, 12});
        var none = ByteBuffer.allocate(0);
        var one = ByteBuffer.allocate(1);
        var three = ByteBuffer.allocate(3);
        pair.near().awaitReadable();
        assertThat(pair.near().read(new ByteBuffer[] {none, one, three})).isEqualTo(3);
        assertThat(one.array()).containsExactly(10);
        assertThat(three.array()).containsExactly(11, 12, 0);
    }

    @Test
    void severalBuffersAreWrittenInTurn() throws Exception {
        var buffers = new ByteBuffer[] {
            ByteBuffer.allocate(0), ByteBuffer.wrap(new byte[] {10}), ByteBuffer.wrap(new byte[] {11, 12})
        };
        assertThat(pair.near().write(buffers)).isEqualTo(3);
        var bytes = new byte[3];
        pair.far().readExact(bytes);
        assertThat(bytes).containsExactly(10, 11, 12);
    }

    @Test
    void manyBuffersArriveWhole() throws Exception {
        int pieces = 2000;
        var buffers = new ByteBuffer[pieces];
        for (int i = 0; i < pieces; i++) {
            buffers[i] = Pattern.bytes(i * 100L, 100);
        }
        var write = world.run(() -> pair.near().writeAll(buffers));
        var all = ByteBuffer.allocate(pieces * 100);
        pair.far().readExact(all);
        Pattern.check(all.flip(), 0);
        write.result();
    }
}
