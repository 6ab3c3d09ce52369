package dev.minato;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.minato.address.SocketAddr;
import dev.minato.net.TcpListener;
import dev.minato.net.TcpStream;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;

/// A program for [PlatformChoiceTest], in a sandbox without one system call: says which platform it has, and
/// that bytes arrive.
///
/// Its arguments are the call's number, and the number of the error that it gives (seccomp(2)).
final class WithoutSyscall {
    private static final int PR_SET_SECCOMP = 22;
    private static final int PR_SET_NO_NEW_PRIVS = 38;
    private static final long SECCOMP_MODE_FILTER = 2;
    private static final int SECCOMP_RET_ERRNO = 0x00050000;
    private static final int SECCOMP_RET_ALLOW = 0x7fff0000;
    private static final int BPF_LD_W_ABS = 0x20;
    private static final int BPF_JMP_JEQ_K = 0x15;
    private static final int BPF_RET_K = 0x06;

    private WithoutSyscall() {}

    public static void main(String[] arguments) throws Throwable {
        forbid(Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1]));
        PlatformChoice.main(new String[0]);
        try (var listener = TcpListener.bind(SocketAddr.parse("127.0.0.1:0"));
                var client = TcpStream.connect(listener.localAddress());
                var served = listener.accept()) {
            client.writeAll(ByteBuffer.wrap(new byte[] {42}));
            var got = ByteBuffer.allocate(1);
            System.out.println("bytes: " + served.read(got));
        }
    }

    /// For the calling thread, and those that it starts.
    @SuppressWarnings("restricted")
    private static void forbid(int call, int error) throws Throwable {
        MethodHandle prctl = Linker.nativeLinker()
                .downcallHandle(
                        Linker.nativeLinker().defaultLookup().findOrThrow("prctl"),
                        FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG));
        try (var arena = Arena.ofConfined()) {
            MemorySegment program = arena.allocate(4 * 8, 8);
            instruction(program, 0, BPF_LD_W_ABS, 0, 0);
            instruction(program, 1, BPF_JMP_JEQ_K, 1, call);
            instruction(program, 2, BPF_RET_K, 0, SECCOMP_RET_ALLOW);
            instruction(program, 3, BPF_RET_K, 0, SECCOMP_RET_ERRNO | error);
            MemorySegment filter = arena.allocate(16, 8);
            filter.set(JAVA_SHORT, 0, (short) 4);
            filter.set(ADDRESS, 8, program);
            check((int) prctl.invokeExact(PR_SET_NO_NEW_PRIVS, 1L, 0L, 0L, 0L));
            check((int) prctl.invokeExact(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, filter.address(), 0L, 0L));
        }
    }

    private static void check(int result) {
        if (result != 0) {
            throw new IllegalStateException("prctl");
        }
    }

    /// One `struct sock_filter`.
    private static void instruction(MemorySegment program, int index, int code, int ifTrue, int operand) {
        long at = index * 8L;
        program.set(JAVA_SHORT, at, (short) code);
        program.set(JAVA_BYTE, at + 2, (byte) ifTrue);
        program.set(JAVA_INT, at + 4, operand);
    }
}
