package dev.minato.examples.io;

import dev.minato.error.NetException;
import dev.minato.net.TcpListener;
import dev.minato.net.TcpStream;
import dev.minato.task.Tasks;
import java.nio.file.Path;
import java.time.Duration;

/// Sends a file to each that connects, and then the end. The kernel sends it: its bytes never come into the
/// program.
///
/// ```
/// $ examples/run FileServer
/// $ nc 127.0.0.1 7872 | wc -c
/// ```
///
/// Arguments: where to listen, and the file.
final class FileServer {
    static void main(String[] args) throws NetException {
        var file = Path.of(args.length > 1 ? args[1] : "/etc/passwd");
        try (var listener = TcpListener.bind(args.length > 0 ? args[0] : "127.0.0.1:7872")) {
            serve(listener, file);
        }
    }

    static void serve(TcpListener listener, Path file) {
        for (TcpStream client : listener.incoming()) {
            Tasks.spawn(() -> send(client, file));
        }
    }

    static void send(TcpStream client, Path file) throws NetException {
        // @start region="send"
        try (client) {
            client.setWriteTimeout(Duration.ofMinutes(1));
            long sent = client.sendFile(file, 0, Long.MAX_VALUE);
            log(client.peerAddress() + ": " + sent + " bytes of " + file);
        }
        // @end
    }

    private static void log(String line) {
        System.getLogger(FileServer.class.getName()).log(System.Logger.Level.INFO, line);
    }

    private FileServer() {}
}
