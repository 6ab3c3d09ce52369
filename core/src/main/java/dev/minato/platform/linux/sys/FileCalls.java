package dev.minato.platform.linux.sys;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/// The C functions that move bytes without copying them to the program: splice(2) and pipes, sendfile(2) and
/// files. Each returns what the function returns, or the negative errno, as those of [Libc].
///
/// Linked at their first use, since most programs have none. All are ordinary calls: they may send or receive
/// many segments at once, and files may block.
public final class FileCalls {
    private static final int UNUSED = 0;
    private static final MemorySegment NO_OFFSET = MemorySegment.NULL;

    private static final Downcall PIPE2 = pointerFirst("pipe2");
    private static final Downcall OPEN = openWithoutMode();
    private static final Downcall READ =
            Downcall.ordinary(Downcall.POINTER, "read", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);
    private static final Downcall PREAD = preadWithLength();
    private static final Downcall SPLICE = spliceNow();
    private static final Downcall SENDFILE =
            Downcall.ordinary(Downcall.FILES, "sendfile", JAVA_LONG, JAVA_INT, JAVA_INT, ADDRESS, JAVA_LONG);

    private FileCalls() {}

    private static Downcall pointerFirst(String name) {
        var type = FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT);
        return Downcall.of(Downcall.POINTER, MethodHandles.dropArguments(Downcall.ordinary(name, type), 1, int.class));
    }

    /// open(2) has its mode behind `...`, and needs none for a file that is there.
    private static Downcall openWithoutMode() {
        var type = FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT);
        return Downcall.of(
                Downcall.POINTER,
                MethodHandles.dropArguments(Downcall.ordinaryVariadic(2, "open", type), 1, int.class));
    }

    /// The shape has the offset first, and then a length that fits.
    private static Downcall preadWithLength() {
        var type = FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_LONG);
        var ordered = MethodType.methodType(
                long.class, MemorySegment.class, int.class, MemorySegment.class, long.class, long.class);
        return Downcall.of(
                Downcall.POINTER,
                MethodHandles.permuteArguments(Downcall.ordinary("pread", type), ordered, 0, 1, 2, 4, 3));
    }

    /// splice(2) between a socket and a pipe, which have no offsets, and without a wait.
    private static Downcall spliceNow() {
        var type = FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
        MethodHandle call = MethodHandles.insertArguments(
                Downcall.ordinary("splice", type), 6, Abi.SPLICE_F_MOVE | Abi.SPLICE_F_NONBLOCK);
        call = MethodHandles.insertArguments(call, 4, NO_OFFSET);
        var ordered = MethodType.methodType(
                long.class, MemorySegment.class, int.class, int.class, MemorySegment.class, long.class);
        return Downcall.of(Downcall.FILES, MethodHandles.permuteArguments(call, ordered, 0, 1, 3, 2, 4));
    }

    /// A pipe: writes the fd that reads, and then the one that writes.
    public static int pipe2(MemorySegment errno, MemorySegment fds, int flags) {
        return (int) PIPE2.call(errno, UNUSED, fds, flags, UNUSED);
    }

    /// Opens a file that is there; `path` ends with NUL.
    public static int open(MemorySegment errno, MemorySegment path, int flags) {
        return (int) OPEN.call(errno, UNUSED, path, flags, UNUSED);
    }

    public static long read(MemorySegment errno, int fd, MemorySegment into, long length) {
        return READ.call(errno, fd, into, length, UNUSED);
    }

    /// Reads from the offset on, as much as there is room for.
    public static long pread(MemorySegment errno, int fd, MemorySegment into, long offset) {
        return PREAD.call(errno, fd, into, offset, (int) into.byteSize());
    }

    static long splice(MemorySegment errno, int from, int to, long length) {
        return SPLICE.call(errno, from, to, NO_OFFSET, length);
    }

    /// Sends from the offset on, and advances it.
    static long sendfile(MemorySegment errno, int socket, int file, MemorySegment offset, long count) {
        return SENDFILE.call(errno, socket, file, offset, count);
    }
}
