package dev.minato.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A server of a program whose limits exceed its heap says so, and ends connections or the process when the heap is
/// exhausted: it is never alive and deaf. `minato serve` takes no such limits.
@Timeout(180) // a heap that is nearly full is collected again and again
class ExhaustedHeapTest {
    /// Few long lines, so that the want of memory shows at once and not after many collections of garbage.
    private static final byte[] HALF = "v".repeat(3_000_000).getBytes(US_ASCII);

    private static final int CONNECTIONS = 30;
    private static final String WARNING = "the limits allow more memory than there is: 10000 x ";

    /// Half a line of each connection is more than the heap. They stay open until it is exhausted: the bytes of a
    /// connection that is closed before are those of the kernel.
    @Test
    void anExhaustedHeapEndsConnectionsOrTheProcess() throws IOException {
        List<Socket> open = new ArrayList<>();
        try (var server = Program.tool(command())) {
            int port = Integer.parseInt(server.out().await("^port (\\d+)$").group(1));
            server.err().await(WARNING);
            sendHalves(server, port, open);
            server.err().await("out of memory");
            for (Socket each : open) {
                each.close();
            }
            boolean over = false;
            while (!over) { // the test's timeout ends it
                over = !server.isRunning() || isServed(port);
            }
            server.terminate();
            assertThat(server.exitCode()).as("%s", server).isIn(0, 3);
        }
    }

    private static boolean isServed(int port) {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write("quit\n".getBytes(US_ASCII));
            return socket.getInputStream().read() == 'b';
        } catch (IOException notYet) {
            return false;
        }
    }

    private static void sendHalves(Program server, int port, List<Socket> open) {
        for (int i = 0; i < CONNECTIONS && server.isRunning(); i++) {
            try {
                var socket = new Socket(InetAddress.getLoopbackAddress(), port);
                open.add(socket);
                socket.getOutputStream().write(HALF);
            } catch (IOException ended) {
                // A connection or the server ended, as it may.
            }
        }
    }

    /// The program of this test, from its source.
    private static List<String> command() {
        return List.of(
                Program.ofJdk("java"),
                "-Xmx40m",
                "-XX:+UseSerialGC",
                "--enable-native-access=dev.minato",
                "-p",
                Program.modules(),
                "--add-modules",
                "dev.minato.services",
                "src/test/programs/UnboundedServer.java");
    }
}
