package dev.minato.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.platform.Scope;
import dev.minato.platform.wait.Deadline;
import dev.minato.testing.Eventually;
import dev.minato.testing.Expect;
import dev.minato.testing.Threads;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The first success of a race wins; the losers have ended, and what they returned is closed, when it is over.
@Timeout(60)
class RaceTest {
    private static final Duration SOON = Duration.ofMillis(20);

    private final Gate gate = new Gate();
    private final Gate other = new Gate();
    private final AtomicInteger closed = new AtomicInteger();

    /// Something that counts how often it was closed.
    private final class Resource implements AutoCloseable {
        @Override
        public void close() {
            closed.incrementAndGet();
        }
    }

    /// Returns a resource as soon as it is cancelled, as a body does whose last step does not wait.
    private static <T> T whenCancelled(Gate gate, T resource) {
        try {
            gate.pass();
        } catch (InterruptedException e) {
            return resource;
        }
        throw new AssertionError("nobody opens the gate");
    }

    @Test
    void firstSuccessWinsAndTheOthersAreCancelled() throws Exception {
        var ended = new AtomicInteger();
        Callable<String> loser = () -> {
            try {
                return gate.passWith("loser");
            } finally {
                ended.incrementAndGet();
            }
        };

        String won = Tasks.race(List.of(loser, loser, () -> {
            gate.awaitReached();
            return "winner";
        }));

        assertThat(won).isEqualTo("winner");
        assertThat(ended).as("losers have ended").hasValueBetween(1, 2);
    }

    @Test
    void oneBodyIsARaceAsWell() throws Exception {
        assertThat(Tasks.<String>race(List.of(() -> "alone"))).isEqualTo("alone");
        assertThat(Tasks.<String>race(Collections.singletonList(() -> null))).isNull();
    }

    @Test
    void failureBeforeASuccessDoesNotCount() throws Exception {
        String won = Tasks.race(List.of(
                () -> {
                    throw new IOException("at once");
                },
                () -> gate.passWith("winner"),
                () -> {
                    gate.open();
                    throw new IllegalStateException("soon");
                }));

        assertThat(won).isEqualTo("winner");
    }

    @Test
    void allFailuresAreThrownTheFirstAsTheCause() {
        var failures = List.of(new IOException("0"), new IOException("1"));
        var first = new CompletableFuture<Thread>();

        assertThatThrownBy(() -> Tasks.race(
                        () -> {
                            first.join().join();
                            throw failures.get(1);
                        },
                        () -> {
                            first.complete(Thread.currentThread());
                            throw failures.get(0);
                        }))
                .isInstanceOfSatisfying(ExecutionException.class, e -> {
                    assertThat(e.getCause()).isSameAs(failures.get(0));
                    assertThat(e.getSuppressed()).containsExactly(failures.get(1));
                });
    }

    @Test
    void noBodyIsNoRace() {
        assertThatThrownBy(() -> Tasks.race(List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("bodies must be at least 1, not 0");
        assertThatThrownBy(() -> Tasks.race(Collections.singletonList(null)))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("bodies");
    }

    @Test
    void whatALoserReturnedIsClosedOnce() throws Exception {
        Resource won = Tasks.race(() -> whenCancelled(gate, new Resource()), () -> {
            gate.awaitReached();
            return new Resource();
        });

        assertThat(closed).hasValue(1);
        won.close();
        assertThat(closed).hasValue(2);
    }

    @Test
    void objectThatTheWinnerReturnedAsWellStaysOpen() throws Exception {
        var shared = new Resource();

        assertThat(Tasks.race(() -> whenCancelled(gate, shared), () -> {
                    gate.awaitReached();
                    return shared;
                }))
                .isSameAs(shared);

        assertThat(closed).hasValue(0);
    }

    @Test
    void failureOfACloseIsLoggedOnceAndTheOthersAreClosed() throws Exception {
        var failure = new IOException("cannot close");
        try (var log = new LoggedFailures()) {
            AutoCloseable won = Tasks.<AutoCloseable>race(List.of(
                    () -> whenCancelled(gate, (AutoCloseable) () -> {
                        closed.incrementAndGet();
                        throw failure;
                    }),
                    () -> whenCancelled(other, new Resource()),
                    () -> {
                        gate.awaitReached();
                        other.awaitReached();
                        return new Resource();
                    }));

            assertThat(closed).hasValue(2);
            assertThat(log.levelsOf(failure)).containsExactly(Level.WARNING);
            won.close();
        }
    }

    @Test
    void failureOfALoserIsLoggedAtDebug() throws Exception {
        var failure = new IllegalStateException("after the race");
        try (var log = new LoggedFailures()) {
            assertThat(Tasks.race(
                            () -> {
                                whenCancelled(gate, "cancelled");
                                throw failure;
                            },
                            () -> {
                                gate.awaitReached();
                                return "winner";
                            }))
                    .isEqualTo("winner");

            assertThat(log.levelsOf(failure)).containsExactly(Level.FINE);
        }
    }

    @ParameterizedTest
    @EnumSource
    void interruptOfTheCallerEndsAllAndClosesWhatTheyReturned(Threads threads) throws Exception {
        var race = threads.call(() ->
                Tasks.race(() -> whenCancelled(gate, new Resource()), () -> whenCancelled(other, new Resource())));
        gate.awaitReached();
        other.awaitReached();
        race.awaitWaiting().interrupt();

        race.failure(InterruptedException.class);

        assertThat(race.wasInterruptedAtEnd()).isFalse();
        assertThat(closed).hasValue(2);
    }

    @Test
    void deadlineOfTheCallerEndsAllAndClosesWhatTheyReturned() {
        List<Callable<Resource>> racers = List.of(this::afterTheCancel, () -> gate.passWith(new Resource()), () -> {
            Tasks.sleep(Duration.ofDays(1));
            return new Resource();
        });

        NetException failure =
                Expect.failure(ErrorKind.DEADLINE_EXCEEDED, () -> Tasks.withDeadline(SOON, () -> Tasks.race(racers)));

        assertThat(failure.detail()).contains("20 ms");
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        assertThat(closed).hasValue(1);
    }

    @Test
    void deadlineTellsWhatTheRacersFailedWith() {
        var refused = new IOException("refused");
        List<Callable<String>> racers = List.of(
                () -> {
                    throw refused;
                },
                () -> gate.passWith("late"));

        NetException failure =
                Expect.failure(ErrorKind.DEADLINE_EXCEEDED, () -> Tasks.withDeadline(SOON, () -> Tasks.race(racers)));

        assertThat(failure.operation()).isEqualTo("race");
        assertThat(failure.getSuppressed()).hasSize(2).contains(refused);
    }

    /// The deadline interrupts the racers as well, and a success in time would win.
    private Resource afterTheCancel() throws Exception {
        Resource late = whenCancelled(other, new Resource());
        Eventually.holds("cancelled", () -> Task.cancelsOfCurrent() > 0);
        return late;
    }

    @Test
    void racersHaveTheDeadlineOfTheCaller() throws Exception {
        long deadline = Tasks.withDeadline(
                Duration.ofDays(1),
                () -> Tasks.race(List.of(() -> Scope.current().deadline())));

        assertThat(deadline).isNotEqualTo(Deadline.NEVER);
    }
}
