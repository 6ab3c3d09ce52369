package dev.minato.examples.unix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.net.UnixDatagram;
import dev.minato.task.Tasks;
import java.nio.file.Path;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The sink gets whole lines, also where another one was killed; a platform without Unix datagrams says so.
@Timeout(60)
class LogSinkTest {
    @Test
    void linesArriveAndAStalePathIsNoObstacle(@TempDir Path directory) throws Exception {
        String path = directory.resolve("sink").toString();
        if ("jdk".equals(System.getProperty("minato.platform"))) {
            assertThatExceptionOfType(NetException.class)
                    .isThrownBy(() -> LogSink.open(path))
                    .returns(ErrorKind.UNSUPPORTED, NetException::kind);
            return;
        }
        var lines = new LinkedBlockingQueue<String>();
        try (var logger = UnixDatagram.unbound()) {
            LogSink.log(logger, path, "nobody is there");
            LogSink.open(path).close();
            LogSink.log(logger, path, "nobody is there any more");
            try (var sink = LogSink.open(path)) {
                var collecting = Tasks.spawn(() -> LogSink.collect(sink, lines::add));
                LogSink.log(logger, path, "one\n");
                LogSink.log(logger, path, "x".repeat(10_000));
                assertThat(lines.poll(20, TimeUnit.SECONDS)).isEqualTo("one");
                assertThat(lines.poll(20, TimeUnit.SECONDS)).isEqualTo("x".repeat(8 * 1024) + " …");
                collecting.cancel();
            }
        }
    }
}
