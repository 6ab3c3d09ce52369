package dev.minato.services.kv;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.task.TaskGroup;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What is kept stays within its bound, whoever writes at the same time.
@Timeout(60)
class KeyValueStoreTest {
    private static final byte[] ABSENT = {};
    private static final int KEYS = 20;

    @Test
    void boundHoldsAndTheSumIsRightUnderManyWriters() throws Exception {
        long bound = KEYS * 200L;
        var store = new KeyValueStore(bound);
        try (var group = new TaskGroup()) {
            for (int writer = 0; writer < 8; writer++) {
                long seed = writer;
                group.spawn(() -> write(store, bound, new Random(seed)));
            }
            group.join();
        }
        long kept = 0;
        for (int i = 0; i < KEYS; i++) {
            byte[] value = store.get(key("k" + i), ABSENT);
            kept += value == ABSENT ? 0 : ("k" + i).length() + value.length + KeyValueStore.OVERHEAD;
        }
        assertThat(store.used()).isEqualTo(kept).isLessThanOrEqualTo(bound);
    }

    private static void write(KeyValueStore store, long bound, Random random) {
        for (int i = 0; i < 50_000; i++) {
            store.set(key("k" + random.nextInt(KEYS)), new byte[random.nextInt(150)]);
            assertThat(store.used()).isLessThanOrEqualTo(bound);
        }
    }

    /// Any string of `Aa` and `BB` has the hash of any other of its length; a map without an order for its
    /// keys would look through all of them each time.
    @Test
    void keysOfOneHashAreStillFoundFast() {
        var store = new KeyValueStore(1L << 30);
        for (int i = 0; i < 1 << 16; i++) {
            assertThat(store.set(key(sameHash(i)), ABSENT)).isTrue();
        }
        assertThat(key(sameHash(5))).hasSameHashCodeAs(key(sameHash(77)));
        assertThat(store.used()).isEqualTo((1 << 16) * (32L + KeyValueStore.OVERHEAD));
    }

    private static String sameHash(int number) {
        var text = new StringBuilder();
        for (int bit = 0; bit < 16; bit++) {
            text.append((number >> bit & 1) == 0 ? "Aa" : "BB");
        }
        return text.toString();
    }

    private static Key key(String text) {
        var key = new Key();
        key.view(ByteBuffer.wrap(text.getBytes(US_ASCII)), 0, text.length());
        return key;
    }
}
