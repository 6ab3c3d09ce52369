package dev.minato.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.server.MemoryBudget.Area;
import dev.minato.server.MemoryBudget.Entry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What connections and the rest can hold is summed up by area, and as many connections fit as really do.
class MemoryBudgetTest {
    private static final long KIBI = 1024;
    private static final long MEBI = 1024 * KIBI;
    private static final long PLENTY = Long.MAX_VALUE;

    private static final MemoryBudget BUDGET = MemoryBudget.EMPTY
            .with("program", Area.HEAP, 6 * MEBI, 1)
            .with("pool", Area.HEAP, 64 * KIBI, 32)
            .with("pool of calls", Area.DIRECT, 64 * KIBI, 8)
            .withEach("line", Area.HEAP, 256 * KIBI)
            .withEach("task", Area.HEAP, 8 * KIBI)
            .withEach("ring", Area.DIRECT, 4 * KIBI);

    @Test
    void sumIsWhatIsHeldInAnyCaseAndWhatEachConnectionHolds() {
        assertThat(BUDGET.sum(Area.HEAP, 0)).isEqualTo(8 * MEBI);
        assertThat(BUDGET.sum(Area.HEAP, 100)).isEqualTo(8 * MEBI + 100 * 264 * KIBI);
        assertThat(BUDGET.sum(Area.DIRECT, 100)).isEqualTo(512 * KIBI + 400 * KIBI);
        assertThat(MemoryBudget.EMPTY.sum(Area.HEAP, Integer.MAX_VALUE)).isZero();
    }

    @Test
    void entriesAreTheLinesOfTheSum() {
        assertThat(BUDGET.entries(7))
                .containsExactly(
                        new Entry("program", Area.HEAP, 6 * MEBI, 1),
                        new Entry("pool", Area.HEAP, 64 * KIBI, 32),
                        new Entry("pool of calls", Area.DIRECT, 64 * KIBI, 8),
                        new Entry("line", Area.HEAP, 256 * KIBI, 7),
                        new Entry("task", Area.HEAP, 8 * KIBI, 7),
                        new Entry("ring", Area.DIRECT, 4 * KIBI, 7));
        assertThat(BUDGET.entries(7).get(3).sum()).isEqualTo(7 * 256 * KIBI);
    }

    /// A quarter of a heap is the collector's, rounded up; of direct memory nothing is.
    @ParameterizedTest
    @CsvSource({
        "0,0,0",
        "1,0,1",
        "4,3,4",
        "5,3,5",
        "100,75,100",
        "9223372036854775807,6917529027641081855,9223372036854775807"
    })
    void threeQuartersOfAHeapMayBePromised(long size, long ofHeap, long ofDirect) {
        assertThat(Area.HEAP.usable(size)).isEqualTo(ofHeap);
        assertThat(Area.DIRECT.usable(size)).isEqualTo(ofDirect);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2, 3, 4, 100, 1 << 30, Long.MAX_VALUE / 2})
    void aHeapIsLargeEnoughForWhatMayBePromisedOfIt(long bytes) {
        long size = Area.HEAP.sizeFor(bytes);
        assertThat(Area.HEAP.usable(size)).isGreaterThanOrEqualTo(bytes);
        assertThat(size == 0 || Area.HEAP.usable(size - 1) < bytes).isTrue();
        assertThat(Area.HEAP.sizeFor(Long.MAX_VALUE)).isEqualTo(Long.MAX_VALUE);
        assertThat(Area.DIRECT.sizeFor(bytes)).isEqualTo(bytes);
    }

    /// One connection more than the most does not fit; the most do.
    @ParameterizedTest
    @ValueSource(longs = {12, 32, 64, 128, 1000, 4096})
    void theMostConnectionsThatFitAreExact(long mebibytes) {
        long heap = mebibytes * MEBI;
        int most = BUDGET.maxConnections(heap, PLENTY, Integer.MAX_VALUE);
        assertThat(most).isEqualTo((int) ((heap * 3 / 4 - 8 * MEBI) / (264 * KIBI)));
        assertThat(BUDGET.fits(most, heap, PLENTY)).isTrue();
        assertThat(BUDGET.fits(most + 1, heap, PLENTY)).isFalse();
    }

    @Test
    void theScarcerAreaDecides() {
        long direct = 512 * KIBI + 41 * KIBI;
        assertThat(BUDGET.maxConnections(PLENTY, direct, 10_000)).isEqualTo(10);
        assertThat(BUDGET.fits(10, PLENTY, direct)).isTrue();
        assertThat(BUDGET.fits(11, PLENTY, direct)).isFalse();
        assertThat(BUDGET.maxConnections(PLENTY, PLENTY, 10_000)).isEqualTo(10_000);
        assertThat(BUDGET.maxConnections(PLENTY, PLENTY, 0)).isZero();
    }

    @Test
    void nothingFitsWhereTheRestIsTooMuch() {
        assertThat(BUDGET.maxConnections(10 * MEBI, PLENTY, 10_000)).isZero();
        assertThat(BUDGET.fits(0, 10 * MEBI, PLENTY)).isFalse();
        assertThat(BUDGET.maxConnections(PLENTY, 511 * KIBI, 10_000)).isZero();
        assertThat(BUDGET.maxConnections(0, 0, 10_000)).isZero();
        assertThat(MemoryBudget.EMPTY.maxConnections(0, 0, 10_000)).isEqualTo(10_000);
    }

    @Test
    void sumsThatOverflowFitNowhere() {
        MemoryBudget huge = MemoryBudget.EMPTY
                .with("a", Area.HEAP, Long.MAX_VALUE, 1)
                .with("b", Area.HEAP, Long.MAX_VALUE, Long.MAX_VALUE)
                .withEach("c", Area.HEAP, Long.MAX_VALUE)
                .withEach("d", Area.DIRECT, 1L << 60);
        assertThat(huge.sum(Area.HEAP, 0)).isEqualTo(Long.MAX_VALUE);
        assertThat(huge.sum(Area.HEAP, Integer.MAX_VALUE)).isEqualTo(Long.MAX_VALUE);
        assertThat(huge.sum(Area.DIRECT, 7)).isEqualTo(7L << 60);
        assertThat(huge.sum(Area.DIRECT, 8)).isEqualTo(Long.MAX_VALUE);
        assertThat(huge.fits(0, PLENTY, PLENTY)).isFalse();
        assertThat(huge.maxConnections(PLENTY, PLENTY, 10_000)).isZero();
        assertThat(new Entry("e", Area.HEAP, 1L << 32, 1L << 31).sum()).isEqualTo(Long.MAX_VALUE);
        assertThat(new Entry("e", Area.HEAP, 1L << 32, 1L << 30).sum()).isEqualTo(1L << 62);
    }

    @Test
    void theSumIsSaidInOneLineWithAllThatIsInIt() {
        assertThat(BUDGET.describe(Area.HEAP, 100))
                .isEqualTo("100 x 8 KiB (task) + 100 x 256 KiB (line) + 32 x 64 KiB (pool) + 6 MiB (program) = 34 MiB");
        assertThat(BUDGET.describe(Area.DIRECT, 0)).isEqualTo("8 x 64 KiB (pool of calls) = 512 KiB");
        assertThat(MemoryBudget.EMPTY.with("flags", Area.HEAP, 100, 1).describe(Area.HEAP, 1))
                .isEqualTo("100 bytes (flags) = 100 bytes");
    }
}
