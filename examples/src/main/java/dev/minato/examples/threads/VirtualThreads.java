package dev.minato.examples.threads;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.minato.error.NetException;
import dev.minato.net.TcpListener;
import dev.minato.net.TcpStream;
import java.nio.ByteBuffer;

/// A virtual thread for each connection: the server of [PlatformThreads] with one word changed.
///
/// Greets each client with the name of its thread, and then echoes. A virtual thread that waits costs little
/// more than the buffer it holds, so a hundred thousand connections may each have one, and the code stays as
/// plain as it was: no callbacks, no futures.
///
/// `Tasks.spawn`, as [dev.minato.examples.tcp.EchoServer] has it, starts a virtual thread too. It also hands
/// down the platform that the caller runs on, which tests with a simulated network rely on, can be joined, and
/// logs the failure that nobody asked for. So prefer it to plain threads.
///
/// Try it:
///
/// ```
/// $ nc 127.0.0.1 7878
/// served by VirtualThread[#31,connection]/runnable@ForkJoinPool-1-worker-1
/// ```
final class VirtualThreads {
    static void main(String[] args) throws NetException {
        try (var listener = TcpListener.bind(args.length > 0 ? args[0] : "127.0.0.1:7878")) {
            serve(listener);
        }
    }

    static void serve(TcpListener listener) {
        for (TcpStream stream : listener.incoming()) {
            Thread.ofVirtual().name("connection").start(() -> greetAndEcho(stream));
        }
    }

    static void greetAndEcho(TcpStream stream) {
        try (stream) {
            stream.writeAll(("served by " + Thread.currentThread() + "\n").getBytes(UTF_8));
            var buffer = ByteBuffer.allocate(8 * 1024);
            while (stream.read(buffer.clear()) != -1) {
                stream.writeAll(buffer.flip());
            }
        } catch (NetException e) {
            System.err.println(e.getMessage());
        }
    }

    private VirtualThreads() {}
}
