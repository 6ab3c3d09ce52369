package dev.minato.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.platform.Platform;
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
    private static final List<String> FAST_START = List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
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

    /// A wildcard socket answers from where it was asked: by recvmsg(2) and sendmsg(2), where it can.
    @Test
    void anInterruptedMessageCallIsMadeAgain() throws Exception {
        var strace = strace("recvmsg,sendmsg", "EINTR:when=1+2");
        try (var server = JavaProgram.start(strace, FAST_START, DatagramEcho.class);
                var client = UdpSocket.bind("127.0.0.1:0")) {
            client.setReadTimeout(PATIENCE);
            client.connect("127.0.0.1:" + server.line());
            for (byte i = 0; i < CONNECTIONS; i++) {
                client.send(ByteBuffer.wrap(new byte[] {i}));
                var reply = ByteBuffer.allocate(1);
                client.recv(reply);
                assertThat(reply.get(0)).isEqualTo(i);
            }
            server.say("end");
        }
    }

    private int echoes(String calls, String injected) throws Exception {
        try (var server = JavaProgram.start(strace(calls, injected), FAST_START, Echo.class)) {
            int echoed = 0;
            String address = server.line();
            for (int i = 0; i < CONNECTIONS; i++) {
                echoed += isEchoed(address) ? 1 : 0;
            }
            server.say("end");
            return echoed;
        }
    }

    private List<String> strace(String calls, String injected) {
        Tool.require("strace");
        return List.of(
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

    /// Ends the program at the first line of its standard input.
    private static void endAtALine() {
        Thread.ofPlatform().daemon().start(() -> {
            IO.readln();
            Runtime.getRuntime().halt(0);
        });
    }

    /// An echo of datagrams that answers from the address that was asked.
    static final class DatagramEcho {
        static void main() throws Exception {
            endAtALine();
            boolean able = Platform.current().capabilities().datagramDestination();
            try (var socket = UdpSocket.bind("0.0.0.0:0")) {
                if (able) {
                    socket.setReceiveLocalAddress(true);
                }
                System.out.println(socket.localAddress().port());
                var buffer = ByteBuffer.allocate(16);
                while (true) {
                    var received = socket.recvFrom(buffer.clear());
                    if (able) {
                        socket.sendTo(
                                buffer.flip(),
                                received.sender(),
                                received.localAddress().orElseThrow());
                    } else {
                        socket.sendTo(buffer.flip(), received.sender());
                    }
                }
            }
        }
    }

    /// The accept loop of the README; each connection in its turn.
    static final class Echo {
        static void main() throws Exception {
            endAtALine();
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
