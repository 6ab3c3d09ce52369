package dev.minato.bench.micro;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// Bytes through a pair of sockets, a send and a recv: from and to native memory, from and to the Java heap,
/// which a critical call may see, and from the heap through a copy in native memory and back.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class NativeTransfer {
    /// Bytes a transfer.
    @Param({"64", "4096", "65536"})
    public int size;

    private MemorySegment offHeap = MemorySegment.NULL;
    private MemorySegment onHeap = MemorySegment.NULL;
    private int from;
    private int to;

    /// Made by JMH.
    public NativeTransfer() {}

    /// Opens the pair.
    @Setup
    public void open() throws Throwable {
        System.setProperty(Calls.HOW, "critical errno");
        int[] pair = Calls.pair();
        from = pair[0];
        to = pair[1];
        offHeap = Arena.global().allocate(size, Long.BYTES);
        onHeap = MemorySegment.ofArray(new byte[size]);
    }

    /// What a direct buffer costs.
    @Benchmark
    public long direct() throws Throwable {
        return transfer(offHeap);
    }

    /// What a heap buffer costs, seen by the call.
    @Benchmark
    public long heap() throws Throwable {
        return transfer(onHeap);
    }

    /// What a heap buffer costs, copied.
    @Benchmark
    public long copied() throws Throwable {
        offHeap.copyFrom(onHeap);
        long n = transfer(offHeap);
        onHeap.copyFrom(offHeap);
        return n;
    }

    private long transfer(MemorySegment bytes) throws Throwable {
        long sent = (long) Calls.SEND.invokeExact(from, bytes, (long) size, 0);
        long received = (long) Calls.RECV.invokeExact(to, bytes, (long) size, 0);
        if (sent != size || received != size) {
            throw new AssertionError("sent " + sent + ", received " + received);
        }
        return received;
    }
}
