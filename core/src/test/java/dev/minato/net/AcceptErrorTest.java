package dev.minato.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.testing.JavaProgram;
import dev.minato.testing.NetworkTest;
import dev.minato.testing.Tool;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What accept(2) lists as errors of one connection costs that connection, or nothing, and never the listener;
/// and a signal in the middle of a call (EINTR) costs nothing at all. The errors are injected by strace.
@NetworkTest
class AcceptErrorTest {
    private static final int CONNECTIONS = 6;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ECONNABORTED",
                "EHOSTUNREACH",
                "EHOSTDOWN",
                "ENETDOWN",
                "ENETUNREACH",
                "ENONET",
                "EPERM",
                "EPROTO",
                "ENOPROTOOPT",
                "EOPNOTSUPP",
                "ETIMEDOUT",
                "EINTR"
            })
    void theAcceptLoopGoesOn(String error) throws Exception {
        assertThat(echoes("accept4,accept", error + ":when=2")).isEqualTo(CONNECTIONS);
    }

    @Test
    void anInterruptedCallIsMadeAgain() throws Exception {
        assertThat(echoes("recvfrom,sendto,accept4,accept,epoll_wait", "EINTR:when=3+5"))
                .isEqualTo(CONNECTIONS);
    }

    private int echoes(String calls, String injected) throws Exception {
        Tool.require("strace");
        var strace = List.of(
                "strace",
                "-f",
                "-qq",
                "--seccomp-bpf",
                "-e",
                "trace=" + calls,
                "-e",
                "signal=none",
                "-e",
                "inject=" + calls + ":error=" + injected,
                "-o",
                folder.resolve("out").toString());
        try (var server =
                JavaProgram.start(strace, List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"), Echo.class)) {
            int echoed = 0;
            String address = server.line();
            for (int i = 0; i < CONNECTIONS; i++) {
                echoed += isEchoed(address) ? 1 : 0;
            }
            server.say("end");
            return echoed;
        }
    }

    private static boolean isEchoed(String address) throws Exception {
        try (var stream = TcpStream.connect(address)) {
            stream.setReadTimeout(PATIENCE);
            stream.writeAll(new byte[] {7});
            var reply = ByteBuffer.allocate(1);
            stream.readExact(reply);
            return reply.get(0) == 7;
        }
    }

    /// The accept loop of the README; each connection in its turn.
    static final class Echo {
        static void main() throws Exception {
            Thread.ofPlatform().daemon().start(() -> {
                IO.readln();
                Runtime.getRuntime().halt(0);
            });
            try (var listener = TcpListener.bind("127.0.0.1:0")) {
                System.out.println(listener.localAddress());
                for (TcpStream stream : listener.incoming()) {
                    try (stream) {
                        var buffer = ByteBuffer.allocate(16);
                        while (stream.read(buffer.clear()) != -1) {
                            stream.writeAll(buffer.flip());
                        }
                    }
                }
            }
            System.out.println("the loop has ended");
        }
    }
}
