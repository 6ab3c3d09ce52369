package dev.minato.examples.udp;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.minato.address.Ipv4Addr;
import dev.minato.address.SocketAddr;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.net.Received;
import dev.minato.net.UdpSocket;
import dev.minato.task.Tasks;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/// A chat without a server: all who run it hear what each of them types.
///
/// A group is an address that nobody has and everybody may join. Each chat binds to the port of the chat, which
/// it shares with the others on this machine, joins the group, and sends its lines to it. It hears its own
/// lines, too. Here the group stays on this machine: it is joined on the loopback interface.
///
/// Start it twice and type. The end of the input (Ctrl-D) ends it. Arguments: the port.
final class GroupChat {
    private static final Ipv4Addr GROUP = Ipv4Addr.of(239, 255, 70, 7);
    private static final int LOOPBACK = 1; // the interface's number, on Linux

    static void main(String[] args) throws NetException {
        int port = args.length > 0 ? SocketAddr.parse(args[0]).port() : 7070;
        try (var hearing = join(port);
                var talking = UdpSocket.bind("127.0.0.1:0")) {
            var _ = Tasks.spawn(() -> hear(hearing, IO::println));
            for (String line = IO.readln(); line != null; line = IO.readln()) {
                say(talking, line, port);
            }
        }
    }

    // @start region="join"
    static UdpSocket join(int port) throws NetException {
        var socket = UdpSocket.options().reuseAddress(true).bind("0.0.0.0", port);
        socket.joinMulticastV4(GROUP, Ipv4Addr.LOCALHOST);
        return socket;
    }
    // @end

    static void hear(UdpSocket socket, Consumer<String> heard) throws NetException {
        var buffer = ByteBuffer.allocate(1024);
        var received = new Received();
        try {
            while (true) {
                socket.recvFrom(buffer.clear(), received);
                heard.accept(received.sender() + ": " + UTF_8.decode(buffer.flip()));
            }
        } catch (NetException e) {
            if (e.kind() != ErrorKind.CLOSED) {
                throw e;
            }
        }
    }

    static void say(UdpSocket socket, String line, int port) throws NetException {
        socket.setMulticastInterface(LOOPBACK);
        socket.sendTo(ByteBuffer.wrap(line.getBytes(UTF_8)), SocketAddr.of(GROUP, port));
    }

    private GroupChat() {}
}
