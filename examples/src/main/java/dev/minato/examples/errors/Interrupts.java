package dev.minato.examples.errors;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.net.TcpListener;
import dev.minato.net.TcpStream;
import dev.minato.task.Tasks;

/// An interrupt ends a wait and nothing else: the connection stays open, and no byte is lost.
///
/// In the JDK the same interrupt would close the socket. Here a task can be told to stop waiting, say so to its
/// peer, and close in good order.
///
/// The program is its own silent peer. Argument: where to listen for itself.
final class Interrupts {
    static void main(String[] args) throws Exception {
        try (var listener = TcpListener.bind(args.length > 0 ? args[0] : "127.0.0.1:0");
                var stream = TcpStream.connect(listener.localAddress());
                var peer = listener.accept()) {
            IO.println("the peer got: " + interrupt(stream, peer));
        }
    }

    static String interrupt(TcpStream stream, TcpStream peer) throws Exception {
        // @start region="cancel"
        var waiting = Tasks.spawn(() -> waitOrSayGoodbye(stream));
        waiting.cancel();
        waiting.join();
        // @end
        return peer.readToString(1024);
    }

    // @start region="goodbye"
    static void waitOrSayGoodbye(TcpStream stream) throws NetException {
        try (stream) {
            try {
                stream.read(new byte[1024]);
            } catch (NetException e) {
                if (e.kind() != ErrorKind.INTERRUPTED) {
                    throw e;
                }
                stream.writeAll("goodbye".getBytes(US_ASCII)); // it is open still
            }
        }
    }
    // @end

    private Interrupts() {}
}
