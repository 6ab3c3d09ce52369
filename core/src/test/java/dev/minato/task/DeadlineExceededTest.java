package dev.minato.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.io.Copy;
import dev.minato.net.Readiness;
import dev.minato.net.ReadinessSet;
import dev.minato.net.Resolver;
import dev.minato.net.TcpListener;
import dev.minato.net.UdpSocket;
import dev.minato.testing.NetworkTest;
import dev.minato.testing.Pair;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Minato's own waits under a deadline: whatever ended them, they say which deadline it was that has passed.
@NetworkTest
@Timeout(60)
class DeadlineExceededTest {
    private static final Duration SOON = Duration.ofMillis(20);
    private static final Duration LONG = Duration.ofMinutes(1);

    private final TaskGroup group = new TaskGroup();
    private final Task<?> endless = group.spawn(() -> Tasks.sleep(LONG));
    private Pair pair;
    private TcpListener listener;
    private UdpSocket socket;

    @BeforeEach
    void open() throws Exception {
        pair = Pair.open();
        listener = TcpListener.bind("127.0.0.1:0");
        socket = UdpSocket.bind("127.0.0.1:0");
    }

    @AfterEach
    void close() throws Exception {
        group.close();
        pair.close();
        listener.close();
        socket.close();
    }

    /// A wait that nothing ends.
    private interface Wait {
        void in(DeadlineExceededTest test) throws Exception;
    }

    /// The waits, and their operations.
    private enum Waits {
        READ("read", test -> test.pair.near().read(new byte[1])),
        READ_WITH_A_TIMEOUT("read", test -> {
            test.pair.near().setReadTimeout(LONG);
            test.pair.near().read(new byte[1]);
        }),
        READ_TO_END("read", test -> test.pair.near().readToEnd(8)),
        WRITE("write", test -> test.pair.near().writeAll(new byte[32 << 20])),
        COPY("", test -> Copy.copy(test.pair.near(), test.pair.near())),
        ACCEPT("accept", test -> test.listener.accept()),
        ACCEPT_WITH_A_TIMEOUT("accept", test -> test.listener.accept(LONG)),
        INCOMING("accept", test -> test.listener.incoming().iterator().next()),
        AWAIT_READABLE("await readable", test -> test.listener.awaitReadable()),
        RECEIVE("receive", test -> test.socket.recvFrom(ByteBuffer.allocate(1))),
        ANY("await", test -> Readiness.any(List.of(Readiness.readable(test.socket)))),
        ANY_WITH_A_TIMEOUT("await", test -> Readiness.any(List.of(Readiness.readable(test.socket)), LONG)),
        SET("await", _ -> {
            try (var set = new ReadinessSet<String>()) {
                set.await();
            }
        }),
        SLEEP("sleep", _ -> Tasks.sleep(LONG)),
        JOIN("join", test -> test.endless.join()),
        JOIN_OF_A_GROUP("join", test -> test.group.join()),
        ACQUIRE("acquire", _ -> {
            var permits = new Permits(1);
            permits.acquire();
            permits.acquire();
        }),
        SIGNAL("await signal", _ -> {
            try (var signals = Signals.of(Signal.TERM)) {
                signals.await();
            }
        });

        private final String operation;
        private final Wait wait;

        Waits(String operation, Wait wait) {
            this.operation = operation;
            this.wait = wait;
        }

        String address(DeadlineExceededTest test) {
            return switch (this) {
                case READ, READ_WITH_A_TIMEOUT, READ_TO_END, WRITE, COPY ->
                    " " + test.pair.near().peerAddress();
                case ACCEPT, ACCEPT_WITH_A_TIMEOUT, INCOMING, AWAIT_READABLE -> " " + test.listener.localAddress();
                case RECEIVE -> " " + test.socket.localAddress();
                default -> "";
            };
        }
    }

    private void exceeds(Waits one, Duration deadline, String length) {
        var failure = catchThrowableOfType(
                NetException.class, () -> Tasks.runWithDeadline(deadline, () -> one.wait.in(this)));

        assertThat(failure.kind()).as(failure.getMessage()).isEqualTo(ErrorKind.DEADLINE_EXCEEDED);
        assertThat(failure.getMessage()).endsWith(one.operation + one.address(this) + ": deadline exceeded: " + length);
        assertThat(Thread.interrupted()).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void namesTheCallTheAddressAndTheDeadline(Waits one) {
        exceeds(one, SOON, "20 ms");
    }

    @ParameterizedTest
    @EnumSource
    void isWhatAWaitSaysThatBeginsAfterIt(Waits one) {
        exceeds(one, Duration.ZERO, "0 s");
    }

    /// Once its deadline has passed, an interrupt of the thread is not told from it.
    @ParameterizedTest
    @EnumSource
    void isWhatAnInterruptedThreadSaysOnceItHasPassed(Waits one) {
        var failure = catchThrowableOfType(
                NetException.class,
                () -> Tasks.runWithDeadline(Duration.ZERO, () -> {
                    Thread.currentThread().interrupt();
                    one.wait.in(this);
                }));

        assertThat(failure.kind()).isEqualTo(ErrorKind.DEADLINE_EXCEEDED);
        assertThat(Thread.interrupted()).isFalse();
    }

    /// Whether the answer or the deadline comes first is open.
    @Test
    void nameThatIsLookedUpIsNamed() {
        var failure = catchThrowableOfType(
                NetException.class,
                () -> Tasks.withDeadline(Duration.ZERO, () -> Resolver.lookupHost("a.name.invalid")));

        assertThat(failure.getMessage())
                .isIn("resolve a.name.invalid: deadline exceeded: 0 s", "resolve a.name.invalid: host not found");
    }

    /// The timeout of each call is another kind, so that what tries again after it ends.
    @Test
    void loopThatTriesAgainAfterATimeoutEnds() throws Exception {
        pair.near().setReadTimeout(Duration.ofMillis(1));

        var failure = catchThrowableOfType(
                NetException.class,
                () -> Tasks.withDeadline(SOON, () -> {
                    for (; ; ) {
                        try {
                            return pair.near().read(new byte[1]);
                        } catch (NetException e) {
                            if (e.kind() != ErrorKind.TIMED_OUT) {
                                throw e;
                            }
                        }
                    }
                }));

        assertThat(failure.kind()).isEqualTo(ErrorKind.DEADLINE_EXCEEDED);
    }

    @Test
    void timeoutOfACallThatIsEarlierStaysATimeout() throws Exception {
        pair.near().setReadTimeout(Duration.ofMillis(1));

        var failure = catchThrowableOfType(
                NetException.class,
                () -> Tasks.withDeadline(LONG, () -> pair.near().read(new byte[1])));

        assertThat(failure.kind()).isEqualTo(ErrorKind.TIMED_OUT);
    }

    /// What need not wait still succeeds.
    @Test
    void closeOfAGroupAndWhatIsReadySucceedAfterIt() throws Exception {
        pair.far().writeAll(new byte[3]);
        pair.near().awaitReadable();

        Tasks.runWithDeadline(Duration.ZERO, () -> {
            assertThat(pair.near().read(new byte[3])).isEqualTo(3);
            try (var permits = new Permits(1)) {
                permits.acquire();
            }
            Tasks.sleep(Duration.ZERO);
            new TaskGroup().close();
        });
    }
}
