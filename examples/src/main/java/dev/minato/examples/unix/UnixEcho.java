package dev.minato.examples.unix;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.minato.error.NetException;
import dev.minato.net.Shutdown;
import dev.minato.net.UnixListener;
import dev.minato.net.UnixStream;
import dev.minato.task.Tasks;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/// Sends back what it gets, to programs on this machine only: an echo server at a path, and its client.
///
/// A path that an earlier run has left behind is replaced; one where a server runs is not.
///
/// Try it:
///
/// ```
/// $ echo hello | nc -N -U echo.sock
/// hello
/// ```
final class UnixEcho {
    static void main(String[] args) throws NetException {
        serve(Path.of(args.length > 0 ? args[0] : "echo.sock"));
    }

    // @start region="server"
    static void serve(Path path) throws NetException {
        var options = UnixListener.options().removeStale(true).unlinkOnClose(true);
        try (var listener = options.bind(path)) {
            for (UnixStream stream : listener.incoming()) {
                Tasks.spawn(() -> echo(stream));
            }
        }
    }
    // @end

    private static void echo(UnixStream stream) throws NetException {
        try (stream) {
            var buffer = ByteBuffer.allocate(8 * 1024);
            while (stream.read(buffer.clear()) != -1) {
                stream.writeAll(buffer.flip());
            }
        }
    }

    // @start region="client"
    static String ask(Path path, String question) throws NetException {
        try (var stream = UnixStream.connect(path)) {
            stream.writeAll(question.getBytes(UTF_8));
            stream.shutdown(Shutdown.WRITE);
            return stream.readToString(1024 * 1024);
        }
    }
    // @end

    private UnixEcho() {}
}
