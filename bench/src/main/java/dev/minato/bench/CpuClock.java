package dev.minato.bench;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.OptionalLong;

/// The CPU time of another process, of all its threads, also of those that have ended: clock_gettime(2) on the clock of
/// a process, in nanoseconds, where `/proc` has steps of 10 ms.
final class CpuClock {
    private static final long NANOS = 1_000_000_000L;

    /// The low bits of a clock that belongs to a process: what its scheduler has counted.
    private static final int SCHEDULED = 2;

    @SuppressWarnings("restricted")
    private static final MethodHandle CLOCK_GETTIME = Linker.nativeLinker()
            .downcallHandle(
                    Linker.nativeLinker().defaultLookup().findOrThrow("clock_gettime"),
                    FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS));

    private CpuClock() {}

    /// Empty if there is no such process.
    static OptionalLong nanos(long pid) {
        try (var arena = Arena.ofConfined()) {
            MemorySegment time = arena.allocate(JAVA_LONG, 2);
            int clock = (int) (~pid << 3) | SCHEDULED;
            int result = (int) CLOCK_GETTIME.invokeExact(clock, time);
            return result == 0
                    ? OptionalLong.of(time.getAtIndex(JAVA_LONG, 0) * NANOS + time.getAtIndex(JAVA_LONG, 1))
                    : OptionalLong.empty();
        } catch (Throwable e) {
            throw new AssertionError("clock_gettime throws nothing", e);
        }
    }
}
