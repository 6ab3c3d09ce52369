package dev.minato.bench.server;

import dev.minato.error.NetException;
import dev.minato.net.Received;
import dev.minato.net.UdpSocket;
import dev.minato.platform.TrySocket;
import dev.minato.task.Tasks;
import java.lang.reflect.Field;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;

/// A UDP socket of Minato, one task.
final class MinatoUdp {
    private MinatoUdp() {}

    public static void main(String[] arguments) throws Exception {
        MinatoServer.checkPlatform();
        try (var socket = UdpSocket.bind("127.0.0.1:0")) {
            enlarge(socket);
            Control.ready(socket.localAddress().port());
            Tasks.spawn(() -> echo(socket)).join();
        }
    }

    private static void echo(UdpSocket socket) throws NetException {
        var buffer = ByteBuffer.allocateDirect(64 * 1024);
        var received = new Received();
        while (true) {
            socket.recvFrom(buffer.clear(), received);
            socket.sendTo(buffer.flip(), received.sender());
        }
    }

    /// The receive buffer that all servers have. By reflection, until the socket has a public setter for it.
    private static void enlarge(UdpSocket socket) throws ReflectiveOperationException, NetException {
        var underneath = (TrySocket<?>) field(field(socket, "shared"), "socket");
        underneath.setOption(StandardSocketOptions.SO_RCVBUF, JdkUdp.RECEIVE_BUFFER);
    }

    private static Object field(Object object, String name) throws ReflectiveOperationException {
        Field field = object.getClass().getDeclaredField(name);
        field.setAccessible(true);
        return field.get(object);
    }
}
