package dev.minato.examples.udp;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.examples.Running;
import dev.minato.examples.Wire;
import dev.minato.net.UdpSocket;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Datagrams come back whole, backwards, or cut.
@Timeout(60)
class UdpServersTest {
    @Test
    void anEmptyDatagramComesBackToo() throws Exception {
        try (var server = Running.udp(UdpEcho::echo)) {
            assertThat(Wire.askDatagram(server.address(), "")).isEmpty();
            assertThat(Wire.askDatagram(server.address(), "hello")).isEqualTo("hello");
        }
    }

    @Test
    void theLargestDatagramComesBackWhole() throws Exception {
        String text = "x".repeat(65_507);
        try (var server = Running.udp(UdpEcho::echo)) {
            assertThat(Wire.askDatagram(server.address(), text)).isEqualTo(text);
        }
    }

    @Test
    void whatDoesNotFitIsCutAndTheNextOneIsWhole() throws Exception {
        try (var server = Running.udp(UdpReverse::serve)) {
            assertThat(Wire.askDatagram(server.address(), "hello, world")).isEqualTo("row ,olleh");
            assertThat(Wire.askDatagram(server.address(), "next")).isEqualTo("txen");
        }
    }

    @Test
    void countersOfOneDatagramAreCountedOneByOne() throws Exception {
        try (var server = Running.udp(LineMetrics::serve);
                var client = UdpSocket.bindFor(server.address())) {
            for (String datagram :
                    List.of("login:1|c\nlogin:2|c\nlogout:1|c", "nonsense\nlogout:x|c\nlogout:1|c", "?")) {
                client.sendTo(ByteBuffer.wrap(datagram.getBytes(US_ASCII)), server.address());
            }
            var answer = ByteBuffer.allocate(100);
            client.recvFrom(answer);
            assertThat(US_ASCII.decode(answer.flip()).toString()).isEqualTo("{login=3, logout=2}\n");
        }
    }

    @Test
    void reversesFromPositionToLimit() {
        var bytes = ByteBuffer.wrap("abcdef".getBytes(US_ASCII)).position(1).limit(4);
        assertThat(US_ASCII.decode(UdpReverse.reversed(bytes)).toString()).isEqualTo("dcb");
    }
}
