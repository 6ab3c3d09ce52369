package dev.minato.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.testing.Expect;
import dev.minato.testing.ManualClock;
import dev.minato.testing.Threads;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What is tried again, when, for how long, and what comes out at last.
@Timeout(60)
class RetryTest {
    private static final Duration FIRST = Duration.ofMillis(100);
    private static final Duration MAX = Duration.ofSeconds(1);
    private static final Retry RETRY = Retry.exponential(6, FIRST, MAX);

    private final ManualClock clock = new ManualClock().jumping();
    private final List<Long> attempts = new ArrayList<>();
    private final List<NetException> failures = new ArrayList<>();

    /// Notes the time and fails.
    private String refused() throws NetException {
        return fail(ErrorKind.CONNECTION_REFUSED);
    }

    private String fail(ErrorKind kind) throws NetException {
        attempts.add(clock.elapsed().toMillis());
        NetException failure = NetException.builder(kind, "connect")
                .address("192.0.2.1:" + attempts.size())
                .build();
        failures.add(failure);
        throw failure;
    }

    private String refusedUntil(int attempt) throws NetException {
        return attempts.size() + 1 < attempt ? refused() : "attempt " + attempt;
    }

    private Throwable failureOf(Retry retry, BoundedCall<?, ? extends Exception> body) throws Exception {
        return clock.call(() -> catchThrowable(() -> retry.call(body)));
    }

    @Test
    void successIsNotRepeated() throws Exception {
        assertThat(clock.<String>call(() -> RETRY.call(() -> refusedUntil(1)))).isEqualTo("attempt 1");
        assertThat(clock.elapsed()).isZero();
    }

    @Test
    void pausesDoubleToTheMaximum() throws Exception {
        Throwable thrown = failureOf(RETRY, this::refused);

        assertThat(attempts).containsExactly(0L, 100L, 300L, 700L, 1500L, 2500L);
        assertThat(thrown).isSameAs(failures.getLast());
        assertThat(thrown.getSuppressed()).containsExactlyElementsOf(failures.subList(0, 5));
    }

    @Test
    void successAfterFailuresIsReturned() throws Exception {
        assertThat(clock.<String>call(() -> RETRY.call(() -> refusedUntil(3)))).isEqualTo("attempt 3");
        assertThat(clock.elapsed()).isEqualTo(Duration.ofMillis(300));
        clock.call(() -> {
            RETRY.run(() -> assertThat(failures).hasSize(2));
            return "run";
        });
    }

    /// What went wrong is not hidden by what went wrong in looking at it.
    @Test
    void aPredicateOrAGeneratorThatThrowsHidesNoFailure() throws Exception {
        var broken = new IllegalStateException("broken");
        var retries = List.of(
                RETRY.after(failure -> {
                    if (failures.size() == 2) {
                        throw broken;
                    }
                    return true;
                }),
                RETRY.jitter(() -> {
                    if (failures.size() == 2) {
                        throw broken;
                    }
                    return 0;
                }));
        for (Retry retry : retries) {
            failures.clear();
            assertThat(failureOf(retry, this::refused)).isSameAs(broken);
            assertThat(broken.getSuppressed()).endsWith(failures.get(0), failures.get(1));
        }
    }

    @Test
    void oneAttemptIsNoRetry() throws Exception {
        Throwable thrown = failureOf(Retry.exponential(1, FIRST, FIRST), this::refused);

        assertThat(thrown).isSameAs(failures.getFirst()).hasNoSuppressedExceptions();
        assertThat(attempts).hasSize(1);
    }

    @Test
    void jitterIsBetweenNothingAndTheFullPause() throws Exception {
        for (long seed = 0; seed < 200; seed++) {
            List<Long> pauses = pauses(RETRY.jitter(new Random(seed)));

            for (int i = 0; i < pauses.size(); i++) {
                assertThat(pauses.get(i))
                        .as("seed %d, pause %d", seed, i)
                        .isBetween(0L, Math.min(MAX.toNanos(), FIRST.toNanos() << i));
            }
            assertThat(pauses).hasSize(5).isEqualTo(pauses(RETRY.jitter(new Random(seed))));
        }
    }

    /// In nanoseconds.
    private List<Long> pauses(Retry retry) throws Exception {
        List<Long> times = new ArrayList<>();
        failureOf(retry, () -> {
            times.add(clock.elapsed().toNanos());
            return refused();
        });
        return IntStream.range(1, times.size())
                .mapToObj(i -> times.get(i) - times.get(i - 1))
                .toList();
    }

    @Test
    void noAttemptStartsAfterTheMaximumOfTime() throws Exception {
        Throwable thrown = failureOf(RETRY.maxTime(Duration.ofMillis(700)), this::refused);
        assertThat(attempts).containsExactly(0L, 100L, 300L, 700L);
        assertThat(thrown).isSameAs(failures.getLast());
        assertThat(clock.elapsed()).as("no pause without an attempt").isEqualTo(Duration.ofMillis(700));
    }

    @ParameterizedTest
    @EnumSource
    void defaultTriesAgainWhatMayPass(ErrorKind kind) throws Exception {
        NetException failure = NetException.of(kind, "test");
        Throwable thrown = failureOf(Retry.exponential(2, FIRST, MAX), () -> fail(kind));

        assertThat(thrown).isSameAs(failures.getLast());
        assertThat(attempts).hasSize(Retry.isTransient(failure) ? 2 : 1);
        assertThat(Retry.isTransient(failure))
                .isEqualTo(
                        switch (kind) {
                            case CONNECTION_REFUSED,
                                    CONNECTION_RESET,
                                    CONNECTION_ABORTED,
                                    BROKEN_PIPE,
                                    UNEXPECTED_EOF,
                                    HOST_UNREACHABLE,
                                    NETWORK_UNREACHABLE,
                                    NETWORK_DOWN,
                                    HOST_NOT_FOUND,
                                    TIMED_OUT,
                                    OUT_OF_MEMORY,
                                    TOO_MANY_OPEN_FILES -> true;
                            default -> false;
                        });
    }

    @Test
    void predicateSaysWhatIsWorthIt() throws Exception {
        Retry onlyInUse = RETRY.after(failure -> failure.kind() == ErrorKind.ADDRESS_IN_USE);

        failureOf(onlyInUse, this::refused);
        assertThat(attempts).hasSize(1);
        failureOf(onlyInUse, () -> fail(ErrorKind.ADDRESS_IN_USE));
        assertThat(attempts).hasSize(1 + 6);
    }

    /// A race and a join fail with that; what they failed of decides.
    @Test
    void failureOfATaskIsJudgedByItsCause() throws Exception {
        Throwable thrown = failureOf(RETRY, () -> {
            try {
                return attempts.size() == 3 ? fail(ErrorKind.PERMISSION_DENIED) : refused();
            } catch (NetException e) {
                throw new ExecutionException(e);
            }
        });

        assertThat(thrown).isInstanceOf(ExecutionException.class).cause().hasMessageContaining("permission denied");
        assertThat(thrown.getSuppressed()).hasSize(3).allMatch(ExecutionException.class::isInstance);
        assertThat(attempts).hasSize(4);
    }

    @Test
    void attemptsMayBeBoundedByTimeAlone() throws Exception {
        Throwable thrown = failureOf(Retry.exponential(FIRST, FIRST).maxTime(Duration.ofSeconds(10)), this::refused);

        assertThat(thrown).hasMessageContaining("refused");
        assertThat(attempts).hasSize(101);
    }

    @Test
    void anotherExceptionOfTheBodyIsThrownAsItIs() throws Exception {
        var own = new IOException("of the body");

        Throwable thrown = failureOf(RETRY, () -> {
            if (attempts.size() == 2) {
                throw own;
            }
            return refused();
        });

        assertThat(thrown)
                .isSameAs(own)
                .hasSuppressedException(failures.get(0))
                .hasSuppressedException(failures.get(1));
    }

    @Test
    void numberOfFailuresThatAreKeptIsBounded() throws Exception {
        Throwable thrown = failureOf(Retry.exponential(1000, FIRST, MAX), this::refused);

        assertThat(attempts).hasSize(1000);
        assertThat(thrown.getSuppressed()).containsExactlyElementsOf(failures.subList(1000 - 17, 999));
    }

    @Test
    void sameExceptionEachTimeDoesNotSuppressItself() throws Exception {
        NetException same = NetException.of(ErrorKind.CONNECTION_REFUSED, "connect");

        assertThat(failureOf(RETRY, () -> {
                    throw same;
                }))
                .isSameAs(same)
                .hasNoSuppressedExceptions();
    }

    @Test
    void deadlineInAPauseHasTheLastFailureAsItsCause() throws Exception {
        NetException thrown = clock.call(() -> Expect.failure(
                ErrorKind.DEADLINE_EXCEEDED,
                "connect",
                "192.0.2.1:3",
                () -> Tasks.withDeadline(Duration.ofMillis(500), () -> RETRY.call(this::refused))));

        assertThat(thrown.detail()).contains("500 ms");
        assertThat(thrown).hasCause(failures.get(2));
        assertThat(failures.get(2).getSuppressed()).containsExactlyElementsOf(failures.subList(0, 2));
        assertThat(clock.elapsed()).isEqualTo(Duration.ofMillis(500));
    }

    @Test
    void deadlineEndsPausesOfNoTime() throws Exception {
        Retry atOnce = Retry.exponential(1_000_000, FIRST, MAX).jitter(new Random() {
            @Override
            public long nextLong(long bound) {
                return 0;
            }
        });
        NetException thrown = clock.call(() -> Expect.failure(
                ErrorKind.DEADLINE_EXCEEDED,
                () -> Tasks.withDeadline(
                        Duration.ofMillis(3),
                        () -> atOnce.call(() -> {
                            clock.advance(Duration.ofMillis(1));
                            return refused();
                        }))));
        assertThat(thrown).hasCause(failures.getLast());
        assertThat(attempts).containsExactly(1L, 2L, 3L);
    }

    @ParameterizedTest
    @EnumSource
    void interruptInAPauseHasTheLastFailureSuppressed(Threads threads) throws Exception {
        var retrying = threads.call(() ->
                Retry.exponential(9, Duration.ofDays(1), Duration.ofDays(1)).call(this::refused));
        retrying.awaitWaiting().interrupt();

        InterruptedException thrown = retrying.failure(InterruptedException.class);

        assertThat(thrown).hasSuppressedException(failures.getFirst());
        assertThat(retrying.wasInterruptedAtEnd()).isFalse();
    }

    @Test
    void descriptionIsChecked() {
        Duration zero = Duration.ZERO;
        assertMessage("attempts must be at least 1, not 0", () -> Retry.exponential(0, FIRST, MAX));
        assertMessage("first must be positive, not PT0S", () -> Retry.exponential(1, zero, MAX));
        assertMessage("max must be at least first, PT1S, not PT0.1S", () -> Retry.exponential(1, MAX, FIRST));
        assertMessage("time must be positive, not PT0S", () -> RETRY.maxTime(zero));
    }

    private static void assertMessage(String message, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }

    @Test
    void hugeDelaysDoNotOverflow() throws Exception {
        Duration huge = Duration.ofSeconds(Long.MAX_VALUE);
        var waiting =
                Threads.VIRTUAL.call(() -> Retry.exponential(9, huge, huge).call(this::refused));
        waiting.awaitWaiting().interrupt();
        waiting.failure(InterruptedException.class);
        assertThat(attempts).hasSize(1);
    }
}
