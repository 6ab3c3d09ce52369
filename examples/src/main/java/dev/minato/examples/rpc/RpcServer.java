package dev.minato.examples.rpc;

import dev.minato.error.NetException;
import dev.minato.server.Connection;
import dev.minato.server.Session;
import dev.minato.server.SlowReaderPolicy;
import dev.minato.server.TcpServer;
import dev.minato.task.Permits;
import dev.minato.task.TaskGroup;
import dev.minato.task.Tasks;
import java.time.Duration;
import java.util.Locale;

/// Calls of a procedure over TCP, many at a time on one connection: text in capitals, or, for a number, the word
/// `slept` after so many milliseconds.
///
/// Each call is a task, so a slow one holds up no other, and answers leave as they are ready, several with one
/// system call. At most 64 calls are in progress, also of a client that calls without end; whoever does not read
/// his answers is thrown out.
///
/// ```
/// $ printf '\0\0\0\15\0\0\0\0\0\0\0\1hello' | nc -N 127.0.0.1 7890 | od -c
/// ```
final class RpcServer {
    private static final int MAX_CALLS = 64;

    static void main(String[] args) throws Exception {
        try (var server = start(args.length > 0 ? args[0] : "127.0.0.1:7890")) {
            IO.println("listening at " + server.localAddresses().getFirst());
            IO.println("drained: " + server.drainAtSignal(Duration.ofSeconds(5)));
        }
    }

    static TcpServer start(String address) throws NetException {
        return TcpServer.builder().listen(address, RpcServer::serve).start();
    }

    // @start region="serve"
    private static void serve(Connection connection) throws Exception {
        var permits = new Permits(MAX_CALLS);
        try (var session = new Session<>(connection, Message.codec());
                var calls = TaskGroup.isolated()) {
            var answers = session.openOutbox(2 * MAX_CALLS, SlowReaderPolicy.CLOSE);
            for (var call = session.read(); call.isPresent(); call = session.read()) {
                Message request = call.get();
                permits.acquire();
                calls.spawn(() -> {
                    answers.push(new Message(request.id(), answer(request.text())));
                    permits.release();
                });
            }
            calls.join();
        }
    }
    // @end

    private static String answer(String text) throws InterruptedException, NetException {
        if (!text.matches("[0-9]{1,5}")) {
            return text.toUpperCase(Locale.ROOT);
        }
        Tasks.sleep(Duration.ofMillis(Integer.parseInt(text)));
        return "slept";
    }

    private RpcServer() {}
}
