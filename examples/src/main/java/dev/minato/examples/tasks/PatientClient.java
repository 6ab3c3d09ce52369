package dev.minato.examples.tasks;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.minato.net.Shutdown;
import dev.minato.net.TcpStream;
import dev.minato.task.Retry;
import java.time.Duration;
import java.util.Random;

/// Connects to a server that may not be up yet, trying again for a while.
///
/// Try it: start it first, and the echo server some seconds later.
///
/// ```
/// $ examples/run PatientClient
/// $ examples/run EchoServer
/// ```
///
/// Argument: the address.
final class PatientClient {
    private static final int LIMIT = 64 * 1024;

    // @start region="describe"
    static final Retry RETRY = Retry.exponential(10, Duration.ofMillis(100), Duration.ofSeconds(5))
            .jitter(new Random())
            .maxTime(Duration.ofSeconds(30));
    // @end

    static void main(String[] args) throws Exception {
        IO.println(ask(args.length > 0 ? args[0] : "127.0.0.1:7878", RETRY));
    }

    static String ask(String address, Retry retry) throws Exception {
        // @start region="retry"
        try (var stream = retry.call(() -> TcpStream.connect(address))) {
            stream.writeAll("hello".getBytes(UTF_8));
            stream.shutdown(Shutdown.WRITE);
            return stream.readToString(LIMIT);
        }
        // @end
    }

    private PatientClient() {}
}
