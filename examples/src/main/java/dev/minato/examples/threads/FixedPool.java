package dev.minato.examples.threads;

import dev.minato.error.NetException;
import dev.minato.net.TcpListener;
import dev.minato.net.TcpStream;
import java.nio.ByteBuffer;
import java.util.concurrent.Executors;

/// Four threads that share the work, and never a fifth.
///
/// Each worker takes a connection from the listener, serves it to its end, and takes the next. Any number of
/// threads may accept from one listener; each connection goes to one of them. So there is no queue in the
/// program: who comes while all workers are busy waits in the listener's backlog, which the system keeps and
/// bounds. (Handing connections to the pool's own queue, as many tutorials do, would accept without end and
/// hold every one of them open.)
///
/// Try it: open four `nc` and type into them, then a fifth. It connects, but gets no answer until one of the
/// others ends.
///
/// ```
/// $ nc 127.0.0.1 7878
/// ```
final class FixedPool {
    private static final int WORKERS = 4;

    static void main(String[] args) throws NetException {
        try (var listener = TcpListener.bind(args.length > 0 ? args[0] : "127.0.0.1:7878")) {
            serve(listener, WORKERS);
        }
    }

    static void serve(TcpListener listener, int workers) {
        try (var pool = Executors.newFixedThreadPool(workers)) {
            for (int i = 0; i < workers; i++) {
                pool.execute(() -> work(listener));
            }
        } // closing the pool waits for the workers
    }

    static void work(TcpListener listener) {
        for (TcpStream stream : listener.incoming()) {
            try {
                echo(stream);
            } catch (NetException e) {
                System.err.println(e.getMessage());
            }
        }
    }

    static void echo(TcpStream stream) throws NetException {
        try (stream) {
            var buffer = ByteBuffer.allocate(8 * 1024);
            while (stream.read(buffer.clear()) != -1) {
                stream.writeAll(buffer.flip());
            }
        }
    }

    private FixedPool() {}
}
