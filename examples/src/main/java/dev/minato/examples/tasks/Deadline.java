package dev.minato.examples.tasks;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.net.Shutdown;
import dev.minato.net.TcpStream;
import dev.minato.task.Tasks;
import java.time.Duration;

/// A whole conversation within two seconds, however many steps it has.
///
/// A read timeout starts anew with each read: a server that sends a byte a second would never trip it. A
/// deadline covers everything inside the block, looking the name up, connecting, each write and each read, and
/// no call in there has to know of it.
///
/// Try it: let `nc` listen and type nothing, or not enough.
///
/// ```
/// $ nc -l 127.0.0.1 7878
/// ```
///
/// Arguments: the address, and what to say.
final class Deadline {
    private static final int LIMIT = 64 * 1024;

    static void main(String[] args) throws Exception {
        String address = args.length > 0 ? args[0] : "127.0.0.1:7878";
        String text = args.length > 1 ? args[1] : "hello";
        IO.println(askOrExplain(address, text, Duration.ofSeconds(2)));
    }

    static String askOrExplain(String address, String text, Duration timeout) throws Exception {
        try {
            return ask(address, text, timeout);
        } catch (NetException e) {
            if (e.kind() != ErrorKind.DEADLINE_EXCEEDED) {
                throw e;
            }
            return "no whole answer in time: " + e.getMessage();
        }
    }

    static String ask(String address, String text, Duration timeout) throws Exception {
        // @start region="deadline"
        return Tasks.withDeadline(timeout, () -> {
            try (var stream = TcpStream.connect(address)) {
                stream.writeAll(text.getBytes(UTF_8));
                stream.shutdown(Shutdown.WRITE);
                return stream.readToString(LIMIT);
            }
        });
        // @end
    }

    private Deadline() {}
}
