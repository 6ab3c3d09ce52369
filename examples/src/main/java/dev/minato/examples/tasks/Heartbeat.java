package dev.minato.examples.tasks;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.minato.net.TcpListener;
import dev.minato.net.TcpStream;
import dev.minato.task.MissedTicks;
import dev.minato.task.Tasks;
import dev.minato.task.Ticker;
import java.time.Duration;

/// Tells each client every second how many seconds it has been connected, for as long as it is.
///
/// The ticks do not drift: a second after an hour is as long as any other. A client that has not taken what was
/// sent holds its task up, and then hears the latest number: those that were missed are left out.
///
/// ```
/// $ examples/run Heartbeat
/// $ nc 127.0.0.1 7878
/// 0
/// 1
/// 2
/// ```
///
/// Argument: the address to listen at.
final class Heartbeat {
    static void main(String[] args) throws Exception {
        try (var listener = TcpListener.bind(args.length > 0 ? args[0] : "127.0.0.1:7878")) {
            serve(listener, Duration.ofSeconds(1));
        }
    }

    static void serve(TcpListener listener, Duration period) {
        for (TcpStream stream : listener.incoming()) {
            Tasks.spawn(() -> beat(stream, period));
        }
    }

    static void beat(TcpStream stream, Duration period) throws Exception {
        try (stream) {
            // @start region="tick"
            var ticker = Ticker.every(period, MissedTicks.SKIP);
            while (true) {
                long number = ticker.tick();
                stream.writeAll((number + "\n").getBytes(US_ASCII));
            }
            // @end
        }
    }

    private Heartbeat() {}
}
