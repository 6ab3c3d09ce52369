package dev.minato.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.error.ErrorKind;
import dev.minato.testing.Expect;
import dev.minato.testing.Threads;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// One value is sent once, and everybody who asks gets it.
@Timeout(60)
class OneShotTest {
    private final OneShot<String> answer = new OneShot<>();

    @Test
    void theValueIsThereForEachWhoAsksEachTime() throws Exception {
        assertThat(answer.tryReceive()).isEmpty();
        assertThat(answer.isSettled()).isFalse();
        assertThat(answer.send("yes")).isTrue();
        assertThat(answer.isSettled()).isTrue();
        for (int i = 0; i < 3; i++) {
            assertThat(answer.receive()).isEqualTo("yes");
            assertThat(answer.receive(Duration.ZERO)).isEqualTo("yes");
            assertThat(answer.tryReceive()).contains("yes");
        }
    }

    @Test
    void theSecondIsNotSent() throws Exception {
        assertThat(answer.send("yes")).isTrue();
        assertThat(answer.send("no")).isFalse();
        assertThat(answer.receive()).isEqualTo("yes");
    }

    @Test
    void aValueThatWasSentSurvivesTheClose() throws Exception {
        answer.send("yes");
        answer.close();
        assertThat(answer.receive()).isEqualTo("yes");
    }

    @Test
    void aClosedOneHasNoValue() {
        answer.close();
        answer.close();
        assertThat(answer.isSettled()).isTrue();
        assertThat(answer.send("late")).isFalse();
        Expect.failure(ErrorKind.CLOSED, answer::receive);
        Expect.failure(ErrorKind.CLOSED, answer::tryReceive);
        Expect.failure(ErrorKind.CLOSED, () -> answer.receive(Duration.ZERO));
    }

    @ParameterizedTest
    @EnumSource
    void allThatWaitGetIt(Threads threads) throws Exception {
        var first = threads.call(answer::receive).awaitWaiting();
        var second = threads.call(() -> answer.receive(Duration.ofHours(1))).awaitWaiting();
        answer.send("yes");
        assertThat(first.result()).isEqualTo("yes");
        assertThat(second.result()).isEqualTo("yes");
    }

    @ParameterizedTest
    @EnumSource
    void closingEndsTheWaits(Threads threads) throws Exception {
        var first = threads.call(answer::receive).awaitWaiting();
        answer.close();
        assertThat(first.failure().kind()).isEqualTo(ErrorKind.CLOSED);
        assertThat(first.failure().operation()).isEqualTo("receive");
    }

    @ParameterizedTest
    @EnumSource
    void anInterruptEndsTheWaitAndLosesNothing(Threads threads) throws Exception {
        var call = threads.call(answer::receive).awaitWaiting();
        call.interrupt();
        call.failure(InterruptedException.class);
        assertThat(call.wasInterruptedAtEnd()).isFalse();
        answer.send("yes");
        assertThat(answer.receive()).isEqualTo("yes");
    }

    @ParameterizedTest
    @EnumSource
    void timeoutsAndDeadlinesEndTheWait(Threads threads) {
        Duration time = Duration.ofMillis(1);
        assertThat(threads.call(() -> answer.receive(time)).failure().kind()).isEqualTo(ErrorKind.TIMED_OUT);
        assertThat(threads.call(() -> answer.receive(Duration.ofNanos(-1)))
                        .failure()
                        .kind())
                .isEqualTo(ErrorKind.TIMED_OUT);
        var bounded = threads.call(() -> Tasks.withDeadline(time, answer::receive));
        assertThat(bounded.failure().kind()).isEqualTo(ErrorKind.DEADLINE_EXCEEDED);
    }
}
