package dev.minato.examples.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.minato.codec.LineCodec;
import dev.minato.error.NetException;
import dev.minato.framed.Framed;
import dev.minato.net.ByteStream;
import dev.minato.net.Shutdown;
import dev.minato.task.Tasks;
import java.time.Duration;
import java.util.Locale;

/// A handler of connections that is tried without a port: it serves one end of a pair in memory, and its client
/// has the other.
///
/// What a handler needs of a connection is a `ByteStream`, and a pair gives it two that are connected to each
/// other. They wait, end and fail as those of TCP do, so a test can say what it does with a client that is
/// slow, goes away in the middle (`closeReset`), or never reads (a pair with little room).
///
/// ```
/// $ examples/run InMemory
/// GOOD
/// MORNING
/// ```
final class InMemory {
    static void main(String[] args) throws Exception {
        System.out.print(answers("good\nmorning\n"));
    }

    // @start region="handler"
    static void shout(ByteStream stream) throws NetException {
        try (var lines = new Framed<>(stream, LineCodec.utf8(1024))) {
            for (var line = lines.read(); line.isPresent(); line = lines.read()) {
                lines.write(line.get().toUpperCase(Locale.ROOT));
            }
        }
    }
    // @end

    // @start region="pair"
    static String answers(String requests) throws Exception {
        try (var ends = ByteStream.pair()) {
            var handler = Tasks.spawn(() -> shout(ends.second()));
            var client = ends.first();
            client.setReadTimeout(Duration.ofSeconds(10));
            client.writeAll(requests.getBytes(UTF_8));
            client.shutdown(Shutdown.WRITE);
            String answers = client.readToString(1024);
            handler.join();
            return answers;
        }
    }
    // @end

    private InMemory() {}
}
