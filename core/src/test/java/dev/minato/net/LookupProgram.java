package dev.minato.net;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.minato.address.IpAddr;
import dev.minato.error.NetException;
import dev.minato.task.Task;
import dev.minato.task.Tasks;
import dev.minato.testing.Eventually;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;

/// What [SilentNameServerTest] runs in a network of its own: the name server, which hears all questions and
/// answers none, and one command a line. Names are asked for as `dead0.example`, `dead1.example` and so on.
///
/// | command | what it does, and says |
/// |---|---|
/// | `dead COUNT` | so many more tasks look up a name each, and wait |
/// | `asked COUNT` | waits until the name server was asked for so many names altogether |
/// | `refused COUNT` | waits until so many of the tasks have failed without having waited; their failure |
/// | `give up` | cancels the tasks and waits for them |
/// | `look NAME MS` | looks a name up within that time; its addresses, or the failure |
/// | `threads` | how many threads there are for look-ups with the name server |
final class LookupProgram {
    private static final Set<String> NAMES = ConcurrentHashMap.newKeySet();
    private static final Duration FOREVER = Duration.ofHours(1);
    private static final int HEADER = 12;

    private final List<Task<List<IpAddr>>> tasks = new ArrayList<>();
    private int started;

    private LookupProgram() {}

    /// Runs until its input ends.
    public static void main(String[] args) throws Exception {
        var server = UdpSocket.bind("127.0.0.1:53");
        Thread.ofPlatform().daemon().start(() -> listen(server));
        System.out.println("ready");
        var program = new LookupProgram();
        var input = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        for (String line = input.readLine(); line != null; line = input.readLine()) {
            System.out.println(program.answer(line.split(" ")));
        }
    }

    private static void listen(UdpSocket server) {
        var question = ByteBuffer.allocate(512);
        try {
            for (; ; ) {
                server.recvFrom(question.clear());
                NAMES.add(firstLabel(question.flip().position(HEADER)));
            }
        } catch (NetException e) {
            throw new AssertionError(e);
        }
    }

    /// RFC 1035, 4.1.2: a length, and so many bytes.
    private static String firstLabel(ByteBuffer question) {
        var label = new byte[question.get()];
        question.get(label);
        return new String(label, UTF_8);
    }

    private String answer(String[] words) {
        try {
            return switch (words[0]) {
                case "dead" -> dead(Integer.parseInt(words[1]));
                case "asked" -> asked(Integer.parseInt(words[1]));
                case "refused" -> refused(Integer.parseInt(words[1]));
                case "give" -> giveUp();
                case "look" -> look(words[1], Duration.ofMillis(Long.parseLong(words[2])));
                case "threads" -> threads();
                default -> throw new IllegalArgumentException(words[0]);
            };
        } catch (Exception | AssertionError e) {
            return e.toString();
        }
    }

    private String dead(int count) {
        for (int i = 0; i < count; i++) {
            String name = "dead" + started++ + ".example";
            tasks.add(Tasks.spawn(() -> Resolver.lookupHost(name, FOREVER)));
        }
        return "ok";
    }

    private String asked(int count) throws Exception {
        Eventually.holds(count + " names are asked for", () -> NAMES.size() >= count);
        return "ok " + NAMES.size();
    }

    private String refused(int count) throws Exception {
        Eventually.holds(
                count + " look-ups are refused",
                () -> tasks.stream().filter(Task::isFinished).count() >= count);
        var failures = new ArrayList<String>();
        for (var task : tasks) {
            if (task.isFinished()) {
                failures.add(failure(task));
            }
        }
        return failures.size() + " " + failures.stream().distinct().toList();
    }

    private String giveUp() throws Exception {
        for (var task : tasks) {
            task.cancel();
        }
        for (var task : tasks) {
            failure(task);
        }
        tasks.clear();
        return "ok";
    }

    private static String failure(Task<?> task) throws Exception {
        try {
            return "no failure, but " + task.join();
        } catch (ExecutionException e) {
            return said(Objects.requireNonNull(e.getCause()));
        }
    }

    /// Without the name, which differs.
    private static String said(Throwable failure) {
        return failure instanceof NetException e
                ? e.kind() + e.detail().map(detail -> ": " + detail).orElse("")
                : failure.toString();
    }

    private static String look(String name, Duration time) {
        try {
            return Resolver.lookupHost(name, time).toString();
        } catch (NetException e) {
            return said(e);
        }
    }

    private static String threads() {
        return String.valueOf(Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().matches("minato-lookup-\\d+"))
                .count());
    }
}
