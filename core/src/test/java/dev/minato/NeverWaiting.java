package dev.minato;

import dev.minato.net.UdpSocket;
import dev.minato.task.Tasks;
import java.nio.ByteBuffer;

/// A program for [PlatformChoiceTest]: sends, from a platform thread and from a task, for so long without a
/// wait that its threads give way to others many times.
final class NeverWaiting {
    private static final int DATAGRAMS = 20_000;

    private NeverWaiting() {}

    public static void main(String[] arguments) throws Exception {
        send();
        Tasks.spawn(NeverWaiting::send).join();
        System.out.println("done");
    }

    private static void send() throws Exception {
        try (var socket = UdpSocket.bind("127.0.0.1:0")) {
            for (int i = 0; i < DATAGRAMS; i++) {
                socket.sendTo(ByteBuffer.allocate(1), socket.localAddress());
            }
        }
    }
}
