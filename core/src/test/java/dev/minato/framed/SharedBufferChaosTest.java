package dev.minato.framed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.codec.Codec;
import dev.minato.codec.LengthCodec;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.net.ByteStream;
import dev.minato.task.Task;
import dev.minato.task.Tasks;
import dev.minato.testing.NetworkTest;
import dev.minato.testing.Pair;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

/// Many connections share the pooled buffers while codecs throw, waits are interrupted and time out, streams are
/// switched, taken apart and closed: each sees its own bytes only, and all of them.
@NetworkTest
class SharedBufferChaosTest {
    private static final int CONNECTIONS = 120;
    private static final int AT_ONCE = 24;
    private static final int MESSAGES = 60;
    private static final int MOST = 60_000;
    private static final int MOST_SMALL = 700;

    private final long seed = Long.getLong("minato.seed", System.nanoTime());

    private static final class Broken extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /// Frames with a length in front; now and then a call throws, and has done half of its work.
    private record Faulty(Codec<ByteBuffer, ByteBuffer> codec, Random random) implements Codec<ByteBuffer, ByteBuffer> {
        Faulty(Random random) {
            this(LengthCodec.ofBytes(2).codec(MOST + 2), random);
        }

        private void mayBreak() {
            if (random.nextInt(12) == 0) {
                throw new Broken();
            }
        }

        @Override
        public Optional<ByteBuffer> decode(ByteBuffer input) throws NetException {
            if (input.hasRemaining()) {
                mayBreak();
            }
            return codec.decode(input);
        }

        @Override
        public int maxBuffered() {
            return codec.maxBuffered();
        }

        @Override
        public int maxEncodedLength(ByteBuffer message) {
            return codec.maxEncodedLength(message);
        }

        @Override
        public void encode(ByteBuffer message, ByteBuffer output) throws NetException {
            codec.encode(message, output);
            mayBreak();
        }
    }

    /// Echoes what it reads, which must all be `own`; true if the peer's stream came to its end.
    private static boolean echo(ByteStream stream, byte own, Random random) throws NetException {
        var frames = new Framed<>(stream, new Faulty(random));
        try (var _ = stream) {
            for (; ; ) {
                try {
                    frames.setMessageTimeout(Duration.ofMillis(1 + random.nextInt(20)));
                    Optional<ByteBuffer> message = frames.read();
                    if (message.isEmpty()) {
                        frames.flush();
                        return true;
                    }
                    check(message.get(), own);
                    write(frames, message.get());
                    check(message.get(), own);
                } catch (Broken again) {
                    continue;
                } catch (NetException e) {
                    if (e.kind() != ErrorKind.TIMED_OUT && e.kind() != ErrorKind.INTERRUPTED) {
                        return false;
                    }
                    boolean _ = Thread.interrupted();
                }
                frames = changed(frames, random);
            }
        }
    }

    private static void write(Framed<ByteBuffer, ByteBuffer> frames, ByteBuffer message) throws NetException {
        for (; ; ) {
            try {
                frames.write(message);
                return;
            } catch (Broken again) {
                Thread.onSpinWait();
            } catch (NetException e) {
                if (e.kind() != ErrorKind.INTERRUPTED) {
                    throw e;
                }
                boolean _ = Thread.interrupted();
            }
        }
    }

    private static Framed<ByteBuffer, ByteBuffer> changed(Framed<ByteBuffer, ByteBuffer> frames, Random random) {
        return switch (random.nextInt(8)) {
            case 0 -> frames.switchTo(new Faulty(random));
            case 1 -> new Framed<>(frames.intoParts(), new Faulty(random));
            default -> frames;
        };
    }

    private static void check(ByteBuffer message, byte own) {
        for (int i = message.position(); i < message.limit(); i++) {
            if (message.get(i) != own) {
                throw new AssertionError("byte " + message.get(i) + " at " + i + " of a message of " + own);
            }
        }
    }

    private interface Disturbance {
        void before(int message) throws NetException;
    }

    private static void send(FramedWriter<ByteBuffer> writer, byte own, Random random, Disturbance disturbance)
            throws NetException {
        try (writer) {
            for (int i = 0; i < MESSAGES; i++) {
                disturbance.before(i);
                var message = ByteBuffer.allocate(random.nextInt(random.nextInt(6) == 0 ? MOST : MOST_SMALL));
                while (message.hasRemaining()) {
                    message.put(own);
                }
                writer.write(message.flip());
                if (random.nextInt(3) == 0) {
                    writer.flush();
                }
            }
            writer.flush();
        }
    }

    /// How many messages come back.
    private static int receive(FramedReader<ByteBuffer> reader, byte own) throws NetException {
        int count = 0;
        try (reader) {
            for (var message = reader.read(); message.isPresent(); message = reader.read()) {
                check(message.get(), own);
                count++;
            }
        }
        return count;
    }

    private void connection(int number) throws Exception {
        var random = new Random(seed + number);
        var own = (byte) (1 + number % 120);
        ByteStream near;
        ByteStream far;
        if (number % 2 == 0) {
            var pair = Pair.open();
            near = pair.near();
            far = pair.far();
        } else {
            var pair = ByteStream.pair();
            near = pair.first();
            far = pair.second();
        }
        var serverRandom = new Random(random.nextLong());
        var server = Tasks.spawn(() -> echo(far, own, serverRandom));
        var halves = new Framed<>(near, LengthCodec.ofBytes(2).codec(MOST + 2)).split();
        var clientRandom = new Random(random.nextLong());
        boolean closes = number % 5 == 0;
        Disturbance disturbance = message -> {
            if (message % 7 == 0) {
                server.cancel();
            }
            if (closes && message == MESSAGES / 2) {
                far.close();
            }
        };
        var sending = Tasks.spawn(() -> send(halves.writer(), own, clientRandom, disturbance));
        var receiving = Tasks.spawn(() -> receive(halves.reader(), own));
        if (closes) {
            ended(sending);
            ended(receiving);
            server.join();
        } else {
            assertThat(server.join()).as("server").isTrue();
            sending.join();
            assertThat(receiving.join()).as("messages").isEqualTo(MESSAGES);
        }
    }

    /// However its connection ended; not with bytes of others.
    private static void ended(Task<?> task) throws Exception {
        try {
            task.join();
        } catch (ExecutionException e) {
            assertThat(e.getCause()).isInstanceOf(NetException.class);
        }
    }

    @Test
    void eachSeesItsOwnBytesOnly() throws Exception {
        System.out.println("-Dminato.seed=" + seed);
        for (int i = 0; i < CONNECTIONS; i += AT_ONCE) {
            List<Task<?>> tasks = new ArrayList<>();
            for (int j = i; j < i + AT_ONCE; j++) {
                int number = j;
                tasks.add(Tasks.spawn(() -> connection(number)));
            }
            for (Task<?> task : tasks) {
                task.join(Duration.ofSeconds(30));
            }
        }
    }
}
