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
        long seen = readiness.seen();
        readiness.event(false);
        readiness.exhausted(seen);

        assertThat(readiness.isReady()).isTrue();
    }

    @Test
    void eventBeforeAShortReadIsUsedUp() {
        readiness.event(false);
        readiness.exhausted(readiness.seen());

        assertThat(readiness.isReady()).isFalse();
    }

    @Test
    void eventBetweenAReadThatGotAllAndItsNoteStays() {
        readiness.event(false);
        long seen = readiness.seen();
        readiness.event(false);
        readiness.satisfied(seen);

        assertThat(readiness.isReady()).isTrue();
        assertThat(readiness.isDoubtful()).isFalse();
    }

    /// The end came as one event with the last data, of which a read got a part.
    @Test
    void endStaysWhateverIsRead() {
        readiness.event(true);
        readiness.exhausted(readiness.seen());
        readiness.exhausted(readiness.seen());

        assertThat(readiness.isReady()).isTrue();
    }
}
