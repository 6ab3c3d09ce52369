package dev.minato.outside;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.error.NetException;
import dev.minato.net.ByteStream;
import dev.minato.net.MemoryStream;
import dev.minato.net.Pollable;
import dev.minato.net.PollableChannel;
import dev.minato.net.Readiness;
import dev.minato.net.TcpListener;
import dev.minato.net.TcpStream;
import dev.minato.net.UdpSocket;
import dev.minato.net.UnixDatagram;
import dev.minato.net.UnixListener;
import dev.minato.net.UnixStream;
import dev.minato.task.BoundedChannel;
import dev.minato.testing.Loopback;
import dev.minato.testing.NetworkTest;
import org.junit.jupiter.api.Test;

/// The kinds of sockets can be told apart by a `switch` without a default, from any package.
@NetworkTest
class PollableTest {
    private static String kind(Pollable socket) {
        return switch (socket) {
            case TcpListener _ -> "tcp listener";
            case TcpStream _ -> "tcp stream";
            case UdpSocket _ -> "udp";
            case UnixListener _ -> "unix listener";
            case UnixStream _ -> "unix stream";
            case UnixDatagram _ -> "unix datagram";
            case MemoryStream _ -> "memory stream";
            case PollableChannel _ -> "channel";
        };
    }

    @Test
    void switchTellsTheKindOfAReadySocket() throws NetException {
        try (var listener = TcpListener.bind(Loopback.IPV4.any());
                var near = TcpStream.connect(listener.localAddress());
                var far = listener.accept();
                var datagrams = UdpSocket.bind(Loopback.IPV4.any())) {
            assertThat(kind(Readiness.readable(listener).socket())).isEqualTo("tcp listener");
            assertThat(kind(Readiness.writable(near).socket())).isEqualTo("tcp stream");
            assertThat(kind(far)).isEqualTo("tcp stream");
            assertThat(kind(datagrams)).isEqualTo("udp");
        }
        try (var pair = ByteStream.pair()) {
            assertThat(kind(pair.first())).isEqualTo("memory stream");
        }
        assertThat(kind(Readiness.readable(new BoundedChannel<>(1)).socket())).isEqualTo("channel");
    }
}
