package dev.minato.platform.linux.ring;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.Test;

/// Each send of a round has its own bytes, address and result, and there is room until all slots are taken.
class GatheredSendsTest {
    private final GatheredSends sends = new GatheredSends();

    private int take(int number) {
        sends.addressOfNext().fill((byte) ~number);
        var bytes = ByteBuffer.allocate(GatheredSends.SIZE);
        MemorySegment.ofBuffer(bytes).fill((byte) number);
        return sends.take(bytes, GatheredSends.SIZE);
    }

    @SuppressWarnings("restricted")
    private byte at(long address, long length) {
        MemorySegment found = MemorySegment.ofAddress(address).reinterpret(length);
        byte first = found.get(JAVA_BYTE, 0);
        assertThat(found.toArray(JAVA_BYTE)).containsOnly(first);
        return first;
    }

    @Test
    void aSlotIsNobodyElses() {
        Deque<Integer> slots = new ArrayDeque<>();
        while (sends.hasRoom()) {
            slots.add(take(slots.size()));
        }
        assertThat(slots).hasSize(GatheredSends.COUNT).doesNotHaveDuplicates();
        int number = 0;
        for (int slot : slots) {
            assertThat(sends.result(slot)).isEqualTo(GatheredSends.PENDING);
            sends.completed(slot, number);
            assertThat(at(sends.bytesOf(slot), GatheredSends.SIZE)).isEqualTo((byte) number);
            MemorySegment address = sends.addressOf(slot);
            assertThat(at(address.address(), address.byteSize())).isEqualTo((byte) ~number);
            number++;
        }
        number = 0;
        for (int slot : slots) {
            assertThat(sends.result(slot)).isEqualTo(number++);
        }
        sends.give(slots.getFirst());
        assertThat(sends.hasRoom()).isTrue();
        assertThat(take(0)).isEqualTo(slots.getFirst());
        assertThat(sends.result(slots.getFirst())).isEqualTo(GatheredSends.PENDING);
        assertThat(sends.hasRoom()).isFalse();
    }
}
