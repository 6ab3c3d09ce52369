package dev.minato.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.address.SocketAddr;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.platform.Platform;
import dev.minato.platform.Scope;
import dev.minato.platform.TryListener;
import dev.minato.platform.wait.Deadline;
import dev.minato.task.Tasks;
import dev.minato.testing.Expect;
import dev.minato.testing.ManualClock;
import dev.minato.testing.NetworkTest;
import dev.minato.testing.Overridden;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// An accept loop that has no descriptors backs off until the deadline of its scope, and no longer.
@NetworkTest
class AcceptDeadlineTest {
    private static final SocketAddr LOOPBACK = SocketAddr.parse("127.0.0.1:0");
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final ManualClock clock = new ManualClock().jumping();
    private final AtomicInteger tries = new AtomicInteger();

    @Test
    void theBackOffEndsAtTheDeadline() throws Exception {
        clock.call(() -> {
            try (var listener = inScope(withoutDescriptors(Platform.current()))) {
                var failure = Expect.failure(
                        ErrorKind.DEADLINE_EXCEEDED,
                        () -> Tasks.runWithDeadline(SECOND, () -> {
                            for (var stream : listener.incoming(_ -> {})) {
                                stream.close();
                            }
                        }));
                assertThat(failure.operation()).isEqualTo("accept");
            }
            return SECOND;
        });

        assertThat(clock.elapsed()).isEqualTo(SECOND);
        assertThat(tries.get()).as("5 ms, doubled each time").isEqualTo(8);
        assertThat(Thread.interrupted()).isFalse();
    }

    private static TcpListener inScope(Platform platform) throws NetException {
        return new Scope(platform, Deadline.NEVER).call(() -> TcpListener.bind(LOOPBACK));
    }

    private Platform withoutDescriptors(Platform real) {
        return Overridden.of(Platform.class, real, "listen", _ -> refusing(real.listen(LOOPBACK, 1, List.of())));
    }

    private TryListener<?> refusing(TryListener<?> real) {
        return Overridden.of(TryListener.class, real, "tryAccept", _ -> {
            tries.incrementAndGet();
            throw NetException.of(ErrorKind.TOO_MANY_OPEN_FILES, "accept");
        });
    }
}
