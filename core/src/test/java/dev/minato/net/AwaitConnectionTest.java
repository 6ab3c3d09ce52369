package dev.minato.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.task.Tasks;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// `TcpListener.awaitReadable` waits for a connection, and leaves it where it is.
@Timeout(60)
class AwaitConnectionTest {
    @Test
    void connectionIsStillThereAfterwards() throws Exception {
        try (var listener = TcpListener.bind("127.0.0.1:0");
                var first = TcpStream.connect(listener.localAddress());
                var second = TcpStream.connect(listener.localAddress())) {
            listener.awaitReadable();
            listener.awaitReadable();
            try (var accepted = listener.accept()) {
                assertThat(accepted.peerAddress()).isEqualTo(first.localAddress());
            }
            listener.awaitReadable();
            try (var accepted = listener.tryAccept().orElseThrow()) {
                assertThat(accepted.peerAddress()).isEqualTo(second.localAddress());
            }
        }
    }

    @Test
    void deadlineEndsTheWait() throws Exception {
        try (var listener = TcpListener.bind("127.0.0.1:0")) {
            assertThatExceptionOfType(NetException.class)
                    .isThrownBy(() -> Tasks.runWithDeadline(Duration.ofMillis(1), listener::awaitReadable))
                    .satisfies(e -> assertThat(e.kind()).isEqualTo(ErrorKind.DEADLINE_EXCEEDED))
                    .withMessage("await readable " + listener.localAddress() + ": deadline exceeded: 1 ms");
        }
    }

    @Test
    void closingEndsTheWait() throws Exception {
        var listener = TcpListener.bind("127.0.0.1:0");
        var waiting = Tasks.spawn(listener::awaitReadable);
        listener.close();
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(waiting::join)
                .havingCause()
                .isInstanceOfSatisfying(
                        NetException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.CLOSED));
    }
}
