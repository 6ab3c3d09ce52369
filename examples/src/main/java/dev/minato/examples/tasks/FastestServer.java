package dev.minato.examples.tasks;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.minato.error.NetException;
import dev.minato.net.Shutdown;
import dev.minato.net.TcpStream;
import dev.minato.task.Tasks;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/// Asks several servers at once, and takes the answer that comes first.
///
/// The others are cancelled: their reads end, and each closes its connection on its way out. A server that
/// cannot be reached does not matter, as long as one answers.
///
/// Try it with the echo server, and with a port where nobody listens:
///
/// ```
/// $ examples/run EchoServer
/// $ examples/run FastestServer 127.0.0.1:1 127.0.0.1:7878
/// hello
/// ```
///
/// Arguments: the addresses.
final class FastestServer {
    private static final int LIMIT = 64 * 1024;

    static void main(String[] args) throws Exception {
        IO.println(askAll(args.length > 0 ? List.of(args) : List.of("127.0.0.1:7878")));
    }

    static String askAll(List<String> addresses) throws Exception {
        // @start region="race"
        Stream<Callable<String>> questions = addresses.stream().map(address -> () -> ask(address));
        return Tasks.race(questions.toList());
        // @end
    }

    static String ask(String address) throws NetException {
        try (var stream = TcpStream.connect(address)) {
            stream.writeAll("hello".getBytes(UTF_8));
            stream.shutdown(Shutdown.WRITE);
            return stream.readToString(LIMIT);
        }
    }

    // @start region="connect"
    static TcpStream connectToEither(String one, String other) throws Exception {
        return Tasks.race(() -> TcpStream.connect(one), () -> TcpStream.connect(other));
    }
    // @end

    private FastestServer() {}
}
