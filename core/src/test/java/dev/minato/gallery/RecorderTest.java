package dev.minato.gallery;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.net.TcpListener;
import dev.minato.task.Tasks;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The recorder writes down what both sides say.
class RecorderTest {
    private static final String HELLO = "exec 3<>/dev/tcp/127.0.0.1/$PORT; printf hello >&3; read -r -N 5 answer <&3";

    @TempDir
    Path folder;

    @Test
    void bothSidesAreWrittenDown() throws Exception {
        try (var listener = TcpListener.bind("127.0.0.1:0")) {
            var server = Tasks.spawn(() -> {
                try (var stream = listener.accept()) {
                    stream.readExact(new byte[5]);
                    stream.writeAll("world".getBytes(US_ASCII));
                }
            });
            record(listener.localAddress().toString(), HELLO);
            server.join();
        }
        assertThat(Capture.read(Capture.file(folder, "greeting", "client")))
                .returns("hello", capture -> new String(capture.bytes(), US_ASCII))
                .returns("greeting", Capture::protocol)
                .returns("bash 5", Capture::sender)
                .returns("minato", Capture::receiver)
                .returns(HELLO, Capture::command);
        assertThat(Capture.read(Capture.file(folder, "greeting", "server")))
                .returns("world", capture -> new String(capture.bytes(), US_ASCII))
                .returns("minato", Capture::sender);
    }

    @Test
    void withoutAServerItListens() throws Exception {
        record("-", "exec 3<>/dev/tcp/127.0.0.1/$PORT; printf hello >&3");
        assertThat(Capture.read(Capture.file(folder, "greeting", "client")).bytes())
                .asString(US_ASCII)
                .isEqualTo("hello");
        assertThat(Capture.file(folder, "greeting", "server")).doesNotExist();
    }

    private void record(String target, String command) throws IOException, InterruptedException {
        Recorder.main(
                new String[] {folder.toString(), "greeting", "bash 5", "minato", "127.0.0.1:0", target, "1", command});
    }
}
