package dev.minato.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.minato.error.NetException;
import dev.minato.testing.Able;
import dev.minato.testing.JavaProgram;
import dev.minato.testing.NetworkTest;
import dev.minato.testing.Requirement;
import dev.minato.testing.Tool;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Segments beyond the MTU are told as too long, where a single datagram would go in fragments; that is no refusal
/// to cut.
@NetworkTest
class UdpSegmentMtuTest {
    private static final List<String> NETWORK =
            List.of("unshare", "--net", "sh", "-c", "ip link set lo mtu 1500 up && exec \"$@\"", "sh");

    @Test
    void aSegmentBeyondTheMtuIsTooLong() throws Exception {
        assumeThat(Able.here().segmentationOffload())
                .as("a platform with segmentation offload")
                .isTrue();
        Requirement.that(
                "network namespaces (root)",
                Tool.output("", "unshare", "--net", "echo", "yes").contains("yes"));
        try (var program = JavaProgram.start(NETWORK, List.of(), Program.class)) {
            assertThat(program.line()).isEqualTo("one of 3000: received 3000");
            assertThat(program.line()).isEqualTo("many of 1472: received 1472");
            assertThat(program.line()).isEqualTo("many of 1473: message too long, 0 of 2946 bytes went");
            assertThat(program.line()).isEqualTo("offload: true");
        }
    }

    /// Sends to itself over an interface with the MTU of Ethernet.
    static final class Program {
        static void main() throws Exception {
            try (var socket = UdpSocket.bind("127.0.0.1:0")) {
                System.out.println("one of 3000: " + sent(socket, 3_000, 3_000));
                System.out.println("many of 1472: " + sent(socket, 2 * 1_472, 1_472));
                socket.recvFrom(ByteBuffer.allocate(1_472));
                System.out.println("many of 1473: " + sent(socket, 2 * 1_473, 1_473));
                System.out.println("offload: " + socket.segmentationOffload());
            }
        }

        private static String sent(UdpSocket socket, int length, int size) throws NetException {
            var bytes = ByteBuffer.allocate(length);
            try {
                socket.sendSegments(bytes, size, socket.localAddress());
            } catch (NetException e) {
                return e.kind() + ", " + bytes.position() + " of " + length + " bytes went";
            }
            return "received " + socket.recvFrom(ByteBuffer.allocate(length)).length();
        }
    }
}
