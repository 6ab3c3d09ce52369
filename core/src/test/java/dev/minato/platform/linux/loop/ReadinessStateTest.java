package dev.minato.platform.linux.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.platform.wait.ThreadParker;
import org.junit.jupiter.api.Test;

/// An event that comes between a read that got less than it asked for and the note of that is not forgotten:
/// epoll will not say it again.
class ReadinessStateTest {
    private final ReadinessState readiness = new ReadinessState(new ThreadParker(Thread::yield));

    @Test
    void eventBetweenAShortReadAndItsNoteStays() {
        readiness.event(false);
        long tick = readiness.tick();
        readiness.event(false);
        readiness.endTry(tick, true);

        assertThat(readiness.isReady()).isTrue();
    }

    @Test
    void eventBeforeAShortReadIsUsedUp() {
        readiness.event(false);
        readiness.endTry(readiness.tick(), true);

        assertThat(readiness.isReady()).isFalse();
    }

    @Test
    void eventBetweenAReadThatGotAllAndItsNoteStays() {
        readiness.event(false);
        long tick = readiness.tick();
        readiness.event(false);
        readiness.endTry(tick, false);

        assertThat(readiness.isReady()).isTrue();
        assertThat(readiness.isUnconfirmed()).isFalse();
    }

    /// The end came as one event with the last data, of which a read got a part.
    @Test
    void endStaysWhateverIsRead() {
        readiness.event(true);
        readiness.endTry(readiness.tick(), true);
        readiness.endTry(readiness.tick(), true);

        assertThat(readiness.isReady()).isTrue();
    }
}
