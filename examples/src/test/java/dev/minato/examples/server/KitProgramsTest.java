package dev.minato.examples.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.minato.address.SocketAddr;
import dev.minato.examples.Child;
import dev.minato.examples.Wire;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The programs on the server kit, in processes of their own: they serve, and SIGTERM drains them.
@Timeout(60)
@DisabledOnOs(OS.WINDOWS) // has no SIGTERM
class KitProgramsTest {
    private static SocketAddr address(Child server) throws IOException {
        return SocketAddr.parse(server.line().replace("listening at ", ""));
    }

    @ParameterizedTest
    @CsvSource({"server.EchoService, hello", "server.ShoutingService, HELLO"})
    void aSignalDrainsAServerBetweenTwoRequests(String program, String reply) throws Exception {
        try (var server = Child.start(program, "127.0.0.1:0");
                var client = Wire.connect(address(server))) {
            BufferedReader replies = Wire.lines(client);
            Wire.send(client, "hello\n");
            assertThat(replies.readLine()).isEqualTo(reply);
            server.terminate();
            assertThat(server.line()).isEqualTo("drained: 1 finished");
            assertThat(replies.readLine()).isNull();
            assertThat(server.exitCode()).isZero();
        }
    }

    @Test
    void aServiceSaysWhatItHasDone() throws Exception {
        try (var server = Child.start("server.WatchedService", "127.0.0.1:0");
                var client = Wire.connect(address(server))) {
            Wire.send(client, "hello\n");
            assertThat(Wire.lines(client).readLine()).isEqualTo("hello");
            String line = server.line();
            while (!line.contains("1 requests")) {
                line = server.line();
            }
            assertThat(line).startsWith("echo: 1 requests, 1 open, 6 bytes in, p99 ");
            assertThat(WatchedService.describe(7, 8, 9)).isEqualTo("3, median 8 ns, longest 9 ns");
        }
    }

    @Test
    void aClientBehindAProxyIsKnown() throws Exception {
        try (var server = Child.start("server.BehindProxy", "127.0.0.1:0")) {
            SocketAddr address = address(server);
            var client = SocketAddr.parse("192.0.2.1:50000");
            assertThat(BehindProxy.askFor(client, address)).isEqualTo("you are 192.0.2.1");
            assertThat(BehindProxy.askFor(SocketAddr.parse("203.0.113.5:1"), address))
                    .isEmpty();
        }
    }

    @Test
    void roomsHearWhatIsSaidInThem() throws Exception {
        try (var server = Child.start("server.ChatRooms", "127.0.0.1:0")) {
            SocketAddr address = address(server);
            try (var ada = Wire.connect(address);
                    var bob = Wire.connect(address)) {
                BufferedReader toAda = Wire.lines(ada);
                BufferedReader toBob = Wire.lines(bob);
                Wire.send(ada, "ada\n");
                assertThat(toAda.readLine()).isEqualTo("ada joins lobby");
                Wire.send(bob, "bob\nhello\n/join tea\nanybody?\n");
                assertThat(toAda.readLine()).isEqualTo("bob joins lobby");
                assertThat(toAda.readLine()).isEqualTo("bob: hello");
                assertThat(toAda.readLine()).isEqualTo("bob leaves lobby");
                assertThat(toBob.readLine()).isEqualTo("bob joins lobby");
                assertThat(toBob.readLine()).isEqualTo("bob: hello");
                assertThat(toBob.readLine()).isEqualTo("bob joins tea");
                assertThat(toBob.readLine()).isEqualTo("bob: anybody?");
                server.terminate();
                assertThat(server.line()).isEqualTo("drained: 2 finished");
                assertThat(server.exitCode()).isZero();
            }
        }
    }

    @Test
    void whoDoesNotReadIsThrownOut() throws Exception {
        try (var server = Child.start("server.ChatRooms", "127.0.0.1:0")) {
            SocketAddr address = address(server);
            try (var slow = Wire.connect(address);
                    var loud = Wire.connect(address)) {
                BufferedReader toLoud = Wire.lines(loud);
                Wire.send(slow, "slow\n");
                Wire.send(loud, "loud\n");
                String line = "";
                while (!"slow leaves lobby".equals(line)) {
                    Wire.send(loud, "x".repeat(900) + "\n");
                    line = toLoud.readLine();
                }
                assertThatExceptionOfType(SocketException.class).isThrownBy(() -> readAll(slow));
            }
        }
    }

    private static void readAll(Socket socket) throws IOException {
        long _ = socket.getInputStream().transferTo(OutputStream.nullOutputStream());
    }
}
