package dev.minato.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A server that is out of descriptors tries to accept at most once a back-off step, says so, and serves again
/// when clients leave. It takes no more connections than it has descriptors for, so the limit is lowered while it
/// runs. The system calls are watched with strace.
class DescriptorsExhaustedTest {
    private static final int LIMIT = 64;
    private static final int ATTEMPTS = 6;

    /// `[pid 7] 1700000000.123456 accept(9, ...) = -1 EMFILE`, or the second half of such a line.
    private static final Pattern FAILED_ACCEPT =
            Pattern.compile("(\\d+\\.\\d+) (?:accept4?\\(|<\\.\\.\\. accept4? resumed).*EMFILE");

    private static final List<String> WATCHED =
            List.of("strace", "-f", "-ttt", "-e", "trace=accept,accept4", "-e", "signal=none");

    @Test
    void onlyOneAttemptABackOffStepAndServedAgainAfterwards(@TempDir Path folder) throws IOException {
        Require.tool("strace");
        try (var server = Serving.of(WATCHED, jars(folder), "echo/tcp")) {
            assertEchoes(server);
            lowerTheLimit(server.program());
            List<Socket> hogs = new ArrayList<>();
            for (int i = 0; i < LIMIT; i++) {
                hogs.add(server.connect("echo"));
            }
            String watched = server.program()
                    .err()
                    .await(text -> failures(text).size() >= ATTEMPTS, "failed attempts to accept");
            server.program().err().await("cannot accept for now: .*too many open files");
            assertBackedOff(failures(watched));
            for (Socket hog : hogs) {
                hog.close();
            }
            assertEchoes(server);
        }
    }

    /// That of the command, which strace started.
    private static void lowerTheLimit(Program strace) {
        var command = ProcessHandle.of(strace.pid()).orElseThrow().children().findFirst();
        String pid = Long.toString(command.orElseThrow().pid());
        String _ = Program.outputOf("", "prlimit", "--pid", pid, "--nofile=" + LIMIT + ":" + LIMIT);
    }

    /// A folder of classes needs a descriptor for each class that is still to load; a jar, as `./minato` runs,
    /// does not.
    private static String jars(Path folder) {
        List<String> jars = new ArrayList<>();
        for (String part : Program.modules().split(File.pathSeparator)) {
            jars.add(Files.isDirectory(Path.of(part)) ? jar(part, folder.resolve(jars.size() + ".jar")) : part);
        }
        return String.join(File.pathSeparator, jars);
    }

    private static String jar(String classes, Path jar) {
        Program.outputOf("", Program.ofJdk("jar"), "--create", "--file", jar.toString(), "-C", classes, ".");
        return jar.toString();
    }

    private static List<Double> failures(String watched) {
        return FAILED_ACCEPT
                .matcher(watched)
                .results()
                .map(match -> Double.valueOf(match.group(1)))
                .toList();
    }

    /// 5 ms after the first failure, and twice as long after each further one.
    private static void assertBackedOff(List<Double> failures) {
        double step = 0.005;
        for (int i = 1; i < ATTEMPTS; i++) {
            assertThat(failures.get(i) - failures.get(i - 1))
                    .as("step %d of %s", i, failures)
                    .isGreaterThanOrEqualTo(step);
            step *= 2;
        }
    }

    private static void assertEchoes(Serving server) throws IOException {
        try (Socket socket = server.connect("echo")) {
            socket.getOutputStream().write('x');
            assertThat(socket.getInputStream().read()).isEqualTo('x');
        }
    }
}
