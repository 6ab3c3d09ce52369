package dev.minato.examples.udp;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.net.UdpSocket;
import dev.minato.task.Tasks;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;

/// Asks a server what time it is, and asks again when there is no answer.
///
/// Datagrams get lost, questions and answers alike; who uses UDP repeats. A timeout ends each wait, and each
/// try waits twice as long as the one before, so that a busy server is not asked the more the slower it gets.
/// A refusal says at once that nobody listens, which passes when the server is only restarting: it waits as
/// long and asks again, too. After the last try the failure is the caller's. Every other one ends it at once.
///
/// The answer to the first question may come after the second was asked. It is as good an answer; had it to be
/// told apart, the question would carry a number that the answer repeats.
///
/// Try it with `./minato serve time`, or be the server yourself:
///
/// ```
/// $ nc -u -l 127.0.0.1 9001
/// ```
///
/// Start the client, and `TIME` appears, again and again, until you type a number of seconds.
final class TimeClient {
    private static final int TRIES = 4;

    static void main(String[] args) throws Exception {
        String address = args.length > 0 ? args[0] : "127.0.0.1:9001";
        IO.println(ask(address, Duration.ofMillis(500), TRIES));
    }

    // @start region="retry"
    static Instant ask(String address, Duration patience, int tries) throws Exception {
        try (var socket = UdpSocket.bindFor(address)) {
            socket.connect(address);
            for (int left = tries - 1; ; left--) {
                socket.setReadTimeout(patience);
                try {
                    socket.send(ByteBuffer.wrap("TIME".getBytes(US_ASCII)));
                    return answer(socket);
                } catch (NetException e) {
                    boolean refused = e.kind() == ErrorKind.CONNECTION_REFUSED; // maybe it is just restarting
                    if (left == 0 || !refused && e.kind() != ErrorKind.TIMED_OUT) {
                        throw e;
                    }
                    if (refused) {
                        Tasks.sleep(patience);
                    }
                    patience = patience.multipliedBy(2);
                }
            }
        }
    }
    // @end

    static Instant answer(UdpSocket socket) throws NetException {
        var reply = ByteBuffer.allocate(32);
        socket.recv(reply);
        String text = US_ASCII.decode(reply.flip()).toString().strip();
        if (!text.matches("\\d{1,11}")) {
            throw NetException.of(ErrorKind.INVALID_DATA, "read time", "not a number of seconds");
        }
        return Instant.ofEpochSecond(Long.parseLong(text));
    }

    private TimeClient() {}
}
