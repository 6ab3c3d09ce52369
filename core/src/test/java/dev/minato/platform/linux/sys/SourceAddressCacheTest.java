package dev.minato.platform.linux.sys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.address.SocketAddr;
import dev.minato.error.NetException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The addresses of senders that take turns are decoded once, as the same object tells; and no more are kept
/// than the cache says.
class SourceAddressCacheTest {
    private static final int FIRST_PORT = 1024;
    private static final int PORTS = 65_536 - FIRST_PORT;
    private static final int PLACES_AT_FIRST = 64;
    private static final int MOST_PLACES = 4096;

    /// Enough for the cache to grow as far as it does, if but one pair of places is too small.
    private static final int MANY_TURNS = 3 * MOST_PLACES;

    private final SourceAddressCache cache = new SourceAddressCache();
    private final Set<SocketAddr> decoded = Collections.newSetFromMap(new IdentityHashMap<>());

    private static MemorySegment sender(String host, int port) throws NetException {
        SocketAddr address = SocketAddr.parse(host + ":" + port);
        MemorySegment memory = Arena.ofAuto().allocate(SockAddr.SIZE, Long.BYTES);
        int _ = SockAddr.write(address, address.isIpv6(), memory, "test");
        return memory;
    }

    /// So many senders on one host, whose ports are spread over all that there are.
    private static List<MemorySegment> senders(String host, int count) throws NetException {
        var senders = new ArrayList<MemorySegment>();
        for (int i = 0; i < count; i++) {
            senders.add(sender(host, FIRST_PORT + i * 9973 % PORTS));
        }
        return senders;
    }

    /// Has all take a turn; how many of them were decoded anew.
    private int turn(List<MemorySegment> senders) {
        int before = decoded.size();
        senders.forEach(sender -> decoded.add(cache.of(sender, SockAddr.SIZE)));
        return decoded.size() - before;
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1, 16", "127.0.0.1, 64", "127.0.0.1, 200", "[::1], 16", "[::1], 64", "[::1], 200"})
    void allAreKnownInTheEnd(String host, int count) throws NetException {
        List<MemorySegment> senders = senders(host, count);
        int turns = 1;
        while (turn(senders) > 0 && turns < MANY_TURNS) {
            turns++;
        }

        assertThat(turn(senders)).as("decoded anew after %d turns", turns).isZero();
    }

    @Test
    void ofAThousandOneInTenIsDecodedAnew() throws NetException {
        List<MemorySegment> senders = senders("127.0.0.1", 1000);
        for (int turns = 0; turns < 200; turns++) {
            int _ = turn(senders);
        }

        assertThat(turn(senders)).isLessThan(100);
    }

    @Test
    void twoNeighboursStay() throws NetException {
        MemorySegment one = sender("127.0.0.1", FIRST_PORT);
        MemorySegment other = neighbourOf(one);
        int _ = turn(List.of(one, other));

        assertThat(turn(List.of(one, other))).isZero();
    }

    private static MemorySegment neighbourOf(MemorySegment one) throws NetException {
        for (int port = FIRST_PORT; port < FIRST_PORT + PORTS; port++) {
            MemorySegment other = sender("127.0.0.1", port);
            if (((SockAddr.hash(one) ^ SockAddr.hash(other)) & (PLACES_AT_FIRST - 1)) == 1) {
                return other;
            }
        }
        throw new AssertionError("no port has the neighbouring hash");
    }

    @Test
    void noMoreAreKeptThanThereArePlaces() throws NetException {
        List<MemorySegment> senders = senders("127.0.0.1", 10_000);
        int _ = turn(senders);
        int _ = turn(senders);

        assertThat(senders.size() - turn(senders.reversed())).isBetween(MOST_PLACES / 2, MOST_PLACES);
    }
}
