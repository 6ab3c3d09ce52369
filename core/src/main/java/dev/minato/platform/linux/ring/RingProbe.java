package dev.minato.platform.linux.ring;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.minato.platform.linux.sys.Errno;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The check, by doing it, whether a [LoopRing] can be had here: a ring of its size, its operations, and its buffers.
public final class RingProbe {
    private static final Path SYSCTL = Path.of("/proc/sys/kernel/io_uring_disabled");
    private static final Map<Integer, String> FEATURES = new TreeMap<>(Map.of(
            RingAbi.IORING_FEAT_SINGLE_MMAP, "IORING_FEAT_SINGLE_MMAP",
            RingAbi.IORING_FEAT_NODROP, "IORING_FEAT_NODROP",
            RingAbi.IORING_FEAT_FAST_POLL, "IORING_FEAT_FAST_POLL"));
    private static final Map<Byte, String> OPERATIONS = new TreeMap<>(Map.of(
            RingAbi.IORING_OP_POLL_ADD, "IORING_OP_POLL_ADD",
            RingAbi.IORING_OP_ASYNC_CANCEL, "IORING_OP_ASYNC_CANCEL",
            RingAbi.IORING_OP_SEND, "IORING_OP_SEND",
            RingAbi.IORING_OP_RECV, "IORING_OP_RECV"));
    private static final int ASKED = 64;
    private static final int BUFFERS = 8;

    private final RingKernel kernel;

    RingProbe(RingKernel kernel) {
        this.kernel = kernel;
    }

    /// Why there is none; empty if there is.
    public static Optional<String> obstacle() {
        return new RingProbe(RingKernel.here()).find();
    }

    Optional<String> find() {
        try (var arena = Arena.ofConfined()) {
            MemorySegment params = arena.allocate(RingAbi.PARAMS_SIZE, 8);
            int ring = kernel.setup(Ring.ENTRIES, Ring.COMPLETIONS, params);
            if (ring < 0) {
                return Optional.of(ofSetup(-ring));
            }
            try {
                return missingFeature(params)
                        .or(() -> missingOperation(arena, ring))
                        .or(() -> refusedBuffers(arena, ring));
            } finally {
                kernel.close(ring);
            }
        }
    }

    private static String ofSetup(int error) {
        return switch (error) {
            case Errno.EPERM -> "it is forbidden " + (isSwitchedOff() ? "(sysctl kernel.io_uring_disabled)" : "here");
            case Errno.ENOSYS -> "this kernel does not have it, or a sandbox hides it";
            case Errno.EINVAL -> "this kernel's is too old (5.19 or newer is needed)";
            case Errno.ENOMEM -> "no memory may be locked for it (ulimit -l)";
            default -> text("io_uring_setup", -error);
        };
    }

    private static String text(String call, int result) {
        return call + " failed: " + Errno.of(call, -result).getMessage();
    }

    private static boolean isSwitchedOff() {
        try {
            return !Files.readString(SYSCTL).strip().equals("0");
        } catch (IOException unknown) {
            return false;
        }
    }

    private static Optional<String> missingFeature(MemorySegment params) {
        int features = params.get(JAVA_INT, RingAbi.PARAMS_FEATURES);
        return FEATURES.entrySet().stream()
                .filter(feature -> (features & feature.getKey()) == 0)
                .map(feature -> "it lacks " + feature.getValue())
                .findFirst();
    }

    private Optional<String> missingOperation(Arena arena, int ring) {
        MemorySegment probe = arena.allocate(RingAbi.PROBE_OPS + (long) ASKED * RingAbi.PROBE_OP_SIZE, 8);
        int probed = kernel.register(ring, RingAbi.IORING_REGISTER_PROBE, probe.address(), ASKED);
        if (probed < 0) {
            return Optional.of("its operations are unknown: " + text("IORING_REGISTER_PROBE", probed));
        }
        return OPERATIONS.entrySet().stream()
                .filter(operation -> !isThere(probe, operation.getKey()))
                .map(operation -> "it lacks " + operation.getValue())
                .findFirst();
    }

    private static boolean isThere(MemorySegment probe, int operation) {
        long at = RingAbi.PROBE_OPS + (long) RingAbi.PROBE_OP_SIZE * operation + RingAbi.PROBE_OP_FLAGS;
        return (probe.get(JAVA_SHORT, at) & RingAbi.IO_URING_OP_SUPPORTED) != 0;
    }

    private Optional<String> refusedBuffers(Arena arena, int ring) {
        MemorySegment registration = arena.allocate(RingAbi.BUF_REG_SIZE, 8);
        MemorySegment entries = arena.allocate((long) BUFFERS * RingAbi.BUF_SIZE, 4096);
        registration.set(JAVA_LONG, RingAbi.BUF_REG_RING_ADDR, entries.address());
        registration.set(JAVA_INT, RingAbi.BUF_REG_RING_ENTRIES, BUFFERS);
        int result = kernel.register(ring, RingAbi.IORING_REGISTER_PBUF_RING, registration.address(), 1);
        return result < 0
                ? Optional.of("it takes no buffers: " + text("IORING_REGISTER_PBUF_RING", result))
                : Optional.empty();
    }
}
