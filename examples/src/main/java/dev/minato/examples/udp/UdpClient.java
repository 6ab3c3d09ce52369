package dev.minato.examples.udp;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.net.UdpSocket;
import java.nio.ByteBuffer;
import java.time.Duration;

/// Sends a datagram to one server and prints the answer, through a connected socket.
///
/// To connect a UDP socket sends nothing. It names the peer once, so that `send` and `recv` need no address,
/// and it brings two things: datagrams from anybody else are not received, and that nobody listens there
/// becomes known, as `CONNECTION_REFUSED`. Without a timeout a client would wait forever for an answer that was
/// lost.
///
/// Try it with [UdpEcho], or with `nc`: start `nc -u -l 127.0.0.1 9000`, then the client, and type an answer
/// within two seconds. Arguments: the address, and what to send.
final class UdpClient {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    static void main(String[] args) throws NetException {
        String address = args.length > 0 ? args[0] : "127.0.0.1:9000";
        String text = args.length > 1 ? args[1] : "hello";
        IO.println(askOrExplain(address, text));
    }

    // @start region="ask"
    static String askOrExplain(String address, String text) throws NetException {
        try {
            return ask(address, text);
        } catch (NetException e) {
            if (e.kind() == ErrorKind.CONNECTION_REFUSED) {
                return "nobody listens at " + address;
            }
            if (e.kind() == ErrorKind.TIMED_OUT) {
                return "no answer from " + address;
            }
            throw e;
        }
    }

    static String ask(String address, String text) throws NetException {
        try (var socket = UdpSocket.bindFor(address)) {
            socket.connect(address);
            socket.setReadTimeout(PATIENCE);
            socket.send(ByteBuffer.wrap(text.getBytes(UTF_8)));
            var reply = ByteBuffer.allocate(64 * 1024);
            socket.recv(reply);
            return UTF_8.decode(reply.flip()).toString();
        }
    }
    // @end

    private UdpClient() {}
}
