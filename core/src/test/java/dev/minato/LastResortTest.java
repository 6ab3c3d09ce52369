package dev.minato;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.net.TcpStream;
import dev.minato.net.UdpSocket;
import dev.minato.platform.wait.LastResort;
import dev.minato.server.TcpServer;
import dev.minato.server.UdpServer;
import dev.minato.task.Tasks;
import dev.minato.testing.JavaProgram;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A thread that others depend on and that cannot go on ends the process, with exit code 3 and a line on
/// standard error that says what it was; any other thread ends alone.
class LastResortTest {
    private static final Duration LIFETIME = Duration.ofMinutes(1);
    private static final String THE_END = " in a thread that others depend on; the process ends\n";

    /// Not even 16 bytes are left, and nothing is freed.
    @Test
    void exhaustedMemoryEndsTheProcess() throws Exception {
        assertEnds("memory", "out of memory");
    }

    @Test
    void exhaustedMemoryBehindAnotherErrorEndsTheProcess() throws Exception {
        assertEnds("cause", "out of memory");
    }

    /// What a first use without memory broke stays broken for all.
    @ParameterizedTest
    @ValueSource(strings = {"broken tcp", "broken udp"})
    void aClassThatExhaustedMemoryBrokeEndsTheProcess(String handler) throws Exception {
        assertEnds(handler, "out of memory");
    }

    @Test
    void aStackOverflowIsCalledByItsName() throws Exception {
        assertEnds("stack", "stack overflow");
    }

    @Test
    void aBugThatEndsTheThreadIsPrintedWithItsStack() throws Exception {
        try (var program = start("bug")) {
            assertThat(program.rest()).contains("minato: a bug" + THE_END).contains("at dev.minato.LastResortTest");
            assertThat(program.exitCode()).isEqualTo(3);
        }
    }

    @Test
    void aHandlerEndsAlone() throws Exception {
        try (var program = start("handler")) {
            assertThat(program.rest()).doesNotContain("the process ends").endsWith("went on\n");
            assertThat(program.exitCode()).isZero();
        }
    }

    @Test
    void aStandardErrorThatNobodyReadsHoldsUpNothing() throws Exception {
        var unread = List.of("sh", "-c", "exec 3>&1; { \"$@\"; echo exit $? >&3; } 2>&1 >/dev/null | sleep 60", "sh");
        try (var program = JavaProgram.start(unread, List.of(), Vital.class, LIFETIME, "unread")) {
            assertThat(program.line()).isEqualTo("exit 3");
        }
    }

    private static void assertEnds(String what, String said) throws Exception {
        try (var program = start(what)) {
            assertThat(program.rest()).contains("minato: " + said + THE_END);
            assertThat(program.exitCode()).isEqualTo(3);
        }
    }

    private static JavaProgram start(String what) throws IOException {
        // The program's standard output has its standard error, too.
        var both = List.of("sh", "-c", "exec \"$@\" 2>&1", "sh");
        return JavaProgram.start(both, List.of("-Xmx16m"), Vital.class, LIFETIME, what);
    }

    /// A program with a thread that others depend on.
    static final class Vital {
        private static final int PIPE = 64 * 1024;
        private static final List<Object> HELD = new ArrayList<>(1_000_000);

        private Vital() {}

        public static void main(String[] arguments) throws Exception {
            if (arguments[0].equals("handler")) {
                Tasks.spawn(() -> recurse(0));
                Tasks.spawn(() -> "went on").join();
                System.out.println("went on");
                return;
            }
            switch (arguments[0]) {
                case "broken tcp" -> serveBrokenTcp();
                case "broken udp" -> serveBrokenUdp();
                default -> {}
            }
            Thread.ofPlatform().daemon().start(() -> LastResort.guard(() -> fail(arguments[0])));
            new CountDownLatch(1).await();
        }

        private static void serveBrokenTcp() throws Exception {
            var server = TcpServer.builder()
                    .listen("127.0.0.1:0", _ -> failForGood())
                    .start();
            var _ = TcpStream.connect(server.localAddresses().getFirst());
            new CountDownLatch(1).await();
        }

        private static void serveBrokenUdp() throws Exception {
            var server = UdpServer.builder()
                    .listen("127.0.0.1:0", _ -> failForGood())
                    .start();
            try (var client = UdpSocket.bind("127.0.0.1:0")) {
                client.sendTo(ByteBuffer.allocate(1), server.localAddresses().getFirst());
            }
            new CountDownLatch(1).await();
        }

        /// As a lambda that is used first when there is no memory for its class.
        private static void failForGood() {
            throw new BootstrapMethodError(new IllegalStateException(new OutOfMemoryError("provoked")));
        }

        private static void fail(String how) {
            switch (how) {
                case "memory" -> exhaust();
                case "cause" -> throw new AssertionError("wrapped", new OutOfMemoryError("provoked"));
                case "stack" -> recurse(0);
                case "unread" -> {
                    fillStandardError();
                    throw new AssertionError("nobody reads this");
                }
                default -> throw new AssertionError("broken invariant");
            }
        }

        private static void exhaust() {
            int size = 1 << 20;
            while (true) {
                try {
                    HELD.add(new byte[size]);
                } catch (OutOfMemoryError full) {
                    if (size == 0) {
                        throw full;
                    }
                    size /= 2;
                }
            }
        }

        private static int recurse(int depth) {
            return recurse(depth + 1) + 1;
        }

        private static void fillStandardError() {
            var full = new CountDownLatch(PIPE / 4096);
            Thread.ofPlatform().daemon().start(() -> {
                try (var error = new FileOutputStream(FileDescriptor.err)) {
                    while (true) {
                        error.write(new byte[4096]);
                        full.countDown();
                    }
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            try {
                full.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }
}
