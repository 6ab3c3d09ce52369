package dev.minato.examples.threads;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.minato.error.NetException;
import dev.minato.net.TcpListener;
import dev.minato.net.TcpStream;
import java.nio.ByteBuffer;

/// A thread of the operating system for each connection: the classic server.
///
/// Greets each client with the name of its thread, and then echoes. Minato's calls wait on any thread, platform
/// or virtual; the code is the same. What differs is the price: a platform thread costs a stack and a place in
/// the system's scheduler, so this does for hundreds of connections, not for tens of thousands.
/// [VirtualThreads] is the same program with one word changed.
///
/// A plain thread has nobody to hand an exception to, so the connection's failure ends here, in its own
/// `catch`.
///
/// Try it:
///
/// ```
/// $ nc 127.0.0.1 7878
/// served by Thread[#31,connection,5,main]
/// ```
final class PlatformThreads {
    static void main(String[] args) throws NetException {
        try (var listener = TcpListener.bind(args.length > 0 ? args[0] : "127.0.0.1:7878")) {
            serve(listener);
        }
    }

    static void serve(TcpListener listener) {
        for (TcpStream stream : listener.incoming()) {
            Thread.ofPlatform().name("connection").start(() -> greetAndEcho(stream));
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

    private PlatformThreads() {}
}
