package dev.minato.examples.tasks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.examples.Running;
import dev.minato.net.TcpListener;
import dev.minato.net.TcpStream;
import dev.minato.task.Tasks;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Each server's answer is a line, and so is a server that gives none.
@Timeout(60)
class AskManyTest {
    @Test
    void eachAnswerIsALineAndAFailureIsOneToo() throws Exception {
        String nobody = unusedAddress();
        try (var server = Running.tcp(AskManyTest::serve)) {
            String address = server.address().toString();
            List<String> addresses = new ArrayList<>(Collections.nCopies(20, address));
            addresses.add(5, nobody);
            List<String> lines = new ArrayList<>();

            AskMany.askAll(addresses, 3, lines::add);

            assertThat(lines).hasSize(21);
            assertThat(lines)
                    .filteredOn((address + ": answer to hello")::equals)
                    .hasSize(20);
            assertThat(lines)
                    .filteredOn(line -> line.startsWith(nobody))
                    .singleElement()
                    .asString()
                    .contains("connection refused");
        }
    }

    private static String unusedAddress() throws Exception {
        try (var listener = TcpListener.bind("127.0.0.1:0")) {
            return listener.localAddress().toString();
        }
    }

    private static void serve(TcpListener listener) {
        for (TcpStream stream : listener.incoming()) {
            Tasks.spawn(() -> {
                try (stream) {
                    stream.writeAll(("answer to " + stream.readToString(100)).getBytes(UTF_8));
                }
            });
        }
    }
}
