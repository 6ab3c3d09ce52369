package dev.minato.examples.udp;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.minato.address.SocketAddr;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.net.UdpSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Sends a datagram to several addresses at once, over one socket, and says what each of them did: answer,
/// refuse, be unreachable, or nothing.
///
/// A socket without a peer hears of a refusal only if it asks for ICMP errors, and then also who was meant.
/// It works on the linux platform.
///
/// Try it with `examples/run UdpEcho` in another terminal: `examples/run UdpProbe 127.0.0.1:9000
/// 127.0.0.1:9001`. Arguments: the addresses.
final class UdpProbe {
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final String SILENT = "says nothing";

    static void main(String[] args) throws NetException {
        List<SocketAddr> addresses = Stream.of(args).map(SocketAddr::parse).toList();
        probe(addresses, PATIENCE).forEach((address, fate) -> IO.println(address + " " + fate));
    }

    // @start region="probe"
    static Map<SocketAddr, String> probe(List<SocketAddr> addresses, Duration patience) throws NetException {
        var fates = new LinkedHashMap<SocketAddr, String>();
        try (var socket = UdpSocket.options().receiveErrors(true).bind("0.0.0.0:0")) {
            socket.setReadTimeout(patience);
            for (var address : addresses) {
                fates.put(address, SILENT);
                socket.sendTo(ByteBuffer.wrap("?".getBytes(US_ASCII)), address);
            }
            while (fates.containsValue(SILENT)) {
                try {
                    fates.replace(socket.recvFrom(ByteBuffer.allocate(1500)).sender(), "answers");
                } catch (NetException e) {
                    var error = socket.tryReceiveError();
                    if (error.isEmpty() && e.kind() == ErrorKind.TIMED_OUT) {
                        break;
                    }
                    fates.replace(error.orElseThrow(() -> e).receiver(), "is no good: " + e.kind());
                }
            }
        }
        return fates;
    }
    // @end

    private UdpProbe() {}
}
