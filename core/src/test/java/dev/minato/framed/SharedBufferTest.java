package dev.minato.framed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.minato.codec.Codec;
import dev.minato.codec.Decoder;
import dev.minato.codec.Encoder;
import dev.minato.codec.LineCodec;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.testing.Expect;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Buffers go from connection to connection: what a careless codec leaves in one must not reach the next.
class SharedBufferTest {
    /// Numbers of four bytes, in the order of the buffer, unless it is set.
    private record Numbers(Optional<ByteOrder> order) implements Codec<Integer, Integer> {
        static Numbers littleEndian() {
            return new Numbers(Optional.of(ByteOrder.LITTLE_ENDIAN));
        }

        static Numbers asTheBufferSays() {
            return new Numbers(Optional.empty());
        }

        @Override
        public Optional<Integer> decode(ByteBuffer input) {
            order.ifPresent(input::order);
            return input.remaining() < Integer.BYTES ? Optional.empty() : Optional.of(input.getInt());
        }

        @Override
        public int maxBuffered() {
            return Integer.BYTES;
        }

        @Override
        public int maxEncodedLength(Integer message) {
            return Integer.BYTES;
        }

        @Override
        public void encode(Integer message, ByteBuffer output) {
            order.ifPresent(output::order);
            output.putInt(message);
        }
    }

    /// Messages of three bytes, of a decoder that leaves its input as it may not.
    private static final class Careless implements Decoder<String> {
        private final Runnable end;
        private final boolean compacts;

        Careless(boolean compacts, Runnable end) {
            this.compacts = compacts;
            this.end = end;
        }

        @Override
        public Optional<String> decode(ByteBuffer input) {
            if (input.remaining() < 3) {
                return Optional.empty();
            }
            if (compacts) {
                input.get(new byte[3]);
                input.compact();
            } else {
                input.limit(input.position() + 3);
                end.run();
                input.get(new byte[3]);
            }
            return Optional.of("three");
        }

        @Override
        public int maxBuffered() {
            return 3;
        }
    }

    @Test
    void theOrderThatADecoderSetsStaysItsOwn() throws NetException {
        var one = new Framed<>(new ScriptedStream().thenComes("\1\0\0\0"), Numbers.littleEndian());
        assertThat(one.read()).contains(1);
        Expect.failure(ErrorKind.TIMED_OUT, one::read);

        var other = new Framed<>(new ScriptedStream().thenComes("\0\0\0\1"), Numbers.asTheBufferSays());

        assertThat(other.read()).contains(1);
    }

    @Test
    void theOrderThatAnEncoderSetsStaysItsOwn() throws NetException {
        var one = new Framed<>(new ScriptedStream(), Numbers.littleEndian());
        one.write(1);
        one.flush();

        var stream = new ScriptedStream();
        var other = new Framed<>(stream, Numbers.asTheBufferSays());
        other.write(1);
        other.flush();

        assertThat(stream.text()).isEqualTo("\0\0\0\1");
    }

    @Test
    void aLimitThatADecoderMovesLosesNothing() throws NetException {
        var threes = new FramedReader<>(new ScriptedStream().thenComes("abcdefg"), new Careless(false, () -> {}));

        assertThat(threes.read()).contains("three");
        assertThat(threes.read()).contains("three");
        assertThat(threes.intoParts().unread().get()).isEqualTo((byte) 'g');
    }

    @Test
    void aLimitThatADecoderMovesLosesNothingWhenItThrows() throws NetException {
        var threes = new FramedReader<>(new ScriptedStream().thenComes("abcdefg"), new Careless(false, () -> {
            throw new IllegalStateException("bad");
        }));

        assertThatThrownBy(threes::read).hasMessage("bad");
        assertThat(threes.intoParts().unread().remaining()).isEqualTo(7);
    }

    /// A `compact` ends at the capacity: what lies there was another connection's.
    @Test
    void aDecoderThatCompactsSeesNoBytesOfOthers() throws NetException {
        var first = new Framed<>(new ScriptedStream().thenComes("secret".repeat(100) + "\n"), LineCodec.utf8(1000));
        first.read();
        Expect.failure(ErrorKind.TIMED_OUT, first::read);

        var threes = new FramedReader<>(new ScriptedStream().thenComes("abcd"), new Careless(true, () -> {}));
        assertThat(threes.read()).contains("three");

        assertThat(UTF_8.decode(threes.intoParts().unread()).toString()).matches("[abcd]{1,4}");
    }

    /// An encoder may find that there is nothing to say.
    @Test
    void anEncoderThatWritesNothingHoldsNoBuffer() throws NetException {
        Set<byte[]> memory = Collections.newSetFromMap(new IdentityHashMap<>());
        for (int i = 0; i < 100; i++) {
            var silent = new Framed<>(new ScriptedStream(), LineCodec.utf8(10), new Silent(memory));
            silent.write("nothing");
            silent.flush();
        }

        assertThat(memory.size()).isLessThanOrEqualTo(2);
    }

    private record Silent(Set<byte[]> memory) implements Encoder<String> {
        @Override
        public int maxEncodedLength(String message) {
            return 10;
        }

        @Override
        public void encode(String message, ByteBuffer output) {
            memory.add(output.array());
        }
    }
}
