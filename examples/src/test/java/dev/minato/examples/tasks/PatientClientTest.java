package dev.minato.examples.tasks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.net.TcpListener;
import dev.minato.task.Retry;
import dev.minato.task.Tasks;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The server comes up later, or never.
@Timeout(60)
class PatientClientTest {
    private final CountDownLatch failed = new CountDownLatch(1);

    private Retry retry(int attempts) {
        return Retry.exponential(attempts, Duration.ofMillis(1), Duration.ofMillis(20))
                .after(failure -> {
                    failed.countDown();
                    return Retry.isTransient(failure);
                });
    }

    private static String unusedAddress() throws Exception {
        try (var listener = TcpListener.bind("127.0.0.1:0")) {
            return listener.localAddress().toString();
        }
    }

    @Test
    void serverThatComesUpLater() throws Exception {
        String address = unusedAddress();
        var client = Tasks.spawn(() -> PatientClient.ask(address, retry(10_000)));
        failed.await();
        try (var listener = TcpListener.bind(address);
                var stream = listener.accept()) {
            stream.writeAll((stream.readToString(10) + " at last").getBytes(UTF_8));
        }

        assertThat(client.join()).isEqualTo("hello at last");
    }

    @Test
    void serverThatNeverComesUp() throws Exception {
        String address = unusedAddress();

        assertThatThrownBy(() -> PatientClient.ask(address, retry(3)))
                .isInstanceOfSatisfying(NetException.class, failure -> {
                    assertThat(failure.kind()).isEqualTo(ErrorKind.CONNECTION_REFUSED);
                    assertThat(failure.getSuppressed()).hasSize(2);
                });
    }
}
