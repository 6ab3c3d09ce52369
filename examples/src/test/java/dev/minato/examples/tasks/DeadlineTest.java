package dev.minato.examples.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.examples.Running;
import dev.minato.net.TcpListener;
import dev.minato.net.TcpStream;
import dev.minato.task.Tasks;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A deadline covers a whole conversation.
@Timeout(60)
class DeadlineTest {
    @Test
    void anAnswerInTime() throws Exception {
        try (var server = Running.tcp(listener -> answer(listener, 5, Duration.ZERO))) {
            assertThat(ask(server, Duration.ofMinutes(1))).isEqualTo("xxxxx");
        }
    }

    @Test
    void anAnswerThatTricklesWithoutEnd() throws Exception {
        try (var server = Running.tcp(listener -> answer(listener, Integer.MAX_VALUE, Duration.ofMillis(5)))) {
            assertThat(ask(server, Duration.ofMillis(100)))
                    .startsWith("no whole answer in time: read " + server.address() + ": deadline exceeded");
        }
    }

    private static String ask(Running server, Duration timeout) throws Exception {
        return Deadline.askOrExplain(server.address().toString(), "hello", timeout);
    }

    /// So many bytes after the question, one by one, with a pause behind each.
    private static void answer(TcpListener listener, int count, Duration pause) {
        for (TcpStream stream : listener.incoming()) {
            Tasks.spawn(() -> {
                try (stream) {
                    // A close with the question unread would reset the connection, and the answer with it.
                    stream.readToEnd(100);
                    for (int i = 0; i < count; i++) {
                        stream.writeAll(new byte[] {'x'});
                        Tasks.sleep(pause);
                    }
                }
            });
        }
    }
}
