package dev.minato.examples.tasks;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.minato.error.NetException;
import dev.minato.net.Shutdown;
import dev.minato.net.TcpStream;
import dev.minato.task.Task;
import dev.minato.task.TaskGroup;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

/// Asks many servers, eight at a time, and prints each answer as soon as it is there.
///
/// The answers come in the order in which the servers give them. A server that cannot be reached has a line
/// of its own, and the others are asked all the same.
///
/// Try it with the echo server, and with a port where nobody listens:
///
/// ```
/// $ examples/run EchoServer
/// $ examples/run AskMany 127.0.0.1:7878 127.0.0.1:1
/// 127.0.0.1:1: dev.minato.error.NetException: connect 127.0.0.1:1: connection refused
/// 127.0.0.1:7878: hello
/// ```
///
/// Arguments: the addresses.
final class AskMany {
    private static final int AT_ONCE = 8;
    private static final int LIMIT = 64 * 1024;

    static void main(String[] args) throws Exception {
        askAll(List.of(args), AT_ONCE, IO::println);
    }

    // @start region="collect"
    static void askAll(List<String> addresses, int atOnce, Consumer<String> output) throws Exception {
        try (var tasks = TaskGroup.<String>collecting(atOnce)) {
            for (String address : addresses) {
                if (tasks.size() == atOnce) {
                    output.accept(outcome(tasks.next().orElseThrow()));
                }
                tasks.spawn(address, () -> ask(address));
            }
            for (var task = tasks.next(); task.isPresent(); task = tasks.next()) {
                output.accept(outcome(task.get()));
            }
        }
    }

    static String outcome(Task<String> ended) throws InterruptedException, NetException {
        try {
            return ended.name() + ": " + ended.join();
        } catch (ExecutionException failed) {
            return ended.name() + ": " + failed.getCause();
        }
    }
    // @end

    static String ask(String address) throws NetException {
        try (var stream = TcpStream.connect(address)) {
            stream.writeAll("hello".getBytes(UTF_8));
            stream.shutdown(Shutdown.WRITE);
            return stream.readToString(LIMIT);
        }
    }

    private AskMany() {}
}
