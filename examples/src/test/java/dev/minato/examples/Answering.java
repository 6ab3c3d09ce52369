package dev.minato.examples;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.SocketException;

/// A UDP server that gives everybody the same answer until it is closed, which closes its socket.
final class Answering implements AutoCloseable {
    private final DatagramSocket socket;
    private final Thread thread;

    private Answering(DatagramSocket socket, String answer) {
        this.socket = socket;
        this.thread = Thread.ofPlatform().daemon().start(() -> run(answer));
    }

    static Answering all(DatagramSocket socket, String answer) {
        return new Answering(socket, answer);
    }

    private void run(String answer) {
        try {
            while (true) {
                Wire.reply(socket, Wire.receive(socket), answer);
            }
        } catch (SocketException closed) {
            // The end.
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        socket.close();
        Threads.join(thread);
    }
}
