package dev.minato.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.platform.ThreadParking;
import org.junit.jupiter.api.Test;

/// An event that comes between a read that got less than it asked for and the note of that is not forgotten:
/// epoll will not say it again.
class EdgeTest {
    private final Edge edge = new Edge(new ThreadParking(Thread::yield));

    @Test
    void eventBetweenAShortReadAndItsNoteStays() {
        edge.event(false);
        long seen = edge.seen();
        edge.event(false);
        edge.exhausted(seen);

        assertThat(edge.isReady()).isTrue();
    }

    @Test
    void eventBeforeAShortReadIsUsedUp() {
        edge.event(false);
        edge.exhausted(edge.seen());

        assertThat(edge.isReady()).isFalse();
    }

    @Test
    void eventBetweenAReadThatGotAllAndItsNoteStays() {
        edge.event(false);
        long seen = edge.seen();
        edge.event(false);
        edge.satisfied(seen);

        assertThat(edge.isReady()).isTrue();
        assertThat(edge.isDoubtful()).isFalse();
    }

    /// The end came as one event with the last data, of which a read got a part.
    @Test
    void endStaysWhateverIsRead() {
        edge.event(true);
        edge.exhausted(edge.seen());
        edge.exhausted(edge.seen());

        assertThat(edge.isReady()).isTrue();
    }
}
