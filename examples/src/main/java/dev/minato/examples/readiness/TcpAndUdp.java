package dev.minato.examples.readiness;

import dev.minato.error.NetException;
import dev.minato.net.MemoryStream;
import dev.minato.net.PollableChannel;
import dev.minato.net.Readiness;
import dev.minato.net.Received;
import dev.minato.net.TcpListener;
import dev.minato.net.TcpStream;
import dev.minato.net.UdpSocket;
import dev.minato.net.UnixDatagram;
import dev.minato.net.UnixListener;
import dev.minato.net.UnixStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// One thread that greets over TCP and UDP, on the same port.
///
/// Two tasks, one with `accept` and one with `recvFrom`, do the same, and are what most programs want.
final class TcpAndUdp {
    private static final byte[] HELLO = "hello\n".getBytes(StandardCharsets.US_ASCII);

    static void main(String[] args) throws NetException {
        try (var tcp = TcpListener.bind(args.length > 0 ? args[0] : "127.0.0.1:7878");
                var udp = UdpSocket.bind(tcp.localAddress())) {
            var both = List.of(Readiness.readable(tcp), Readiness.readable(udp));
            while (tcp.isOpen() && udp.isOpen()) {
                for (Readiness ready : Readiness.any(both)) {
                    greet(ready);
                }
            }
        }
    }

    // @start region="kinds"
    static void greet(Readiness ready) throws NetException {
        switch (ready.socket()) {
            case TcpListener listener -> greetNext(listener);
            case UdpSocket socket -> answerNext(socket);
            case TcpStream _, UnixListener _, UnixStream _, UnixDatagram _, MemoryStream _, PollableChannel _ ->
                throw new AssertionError("nobody waits for " + ready);
        }
    }
    // @end

    private static void greetNext(TcpListener listener) throws NetException {
        var accepted = listener.tryAccept();
        if (accepted.isPresent()) {
            try (TcpStream stream = accepted.get()) {
                stream.writeAll(HELLO);
            }
        }
    }

    private static void answerNext(UdpSocket socket) throws NetException {
        var received = new Received();
        if (socket.tryRecvFrom(ByteBuffer.allocate(1), received)) {
            socket.sendTo(ByteBuffer.wrap(HELLO), received.sender());
        }
    }

    private TcpAndUdp() {}
}
