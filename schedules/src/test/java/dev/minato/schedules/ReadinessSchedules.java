package dev.minato.schedules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.platform.wait.Inbox;
import dev.minato.platform.wait.Watchers;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.ExtendWith;
import org.pastalab.fray.junit.junit5.FrayTestExtension;
import org.pastalab.fray.junit.junit5.annotations.ConcurrencyTest;

/// What is added beside what is emptied. Fray switches at neither `getAndSet` nor `compareAndExchange`: the
/// rest is for jcstress.
@ExtendWith(FrayTestExtension.class)
class ReadinessSchedules {
    private static final class Letter extends Inbox.Node {}

    @ConcurrencyTest(iterations = 500, scheduler = PctAndPos.class)
    void eachNodeIsHandedOverOnce() throws InterruptedException {
        var inbox = new Inbox<Letter>();
        var handedOver = new AtomicInteger();
        Threads.runAll(
                () -> inbox.add(new Letter()),
                () -> inbox.add(new Letter()),
                () -> inbox.drain(_ -> handedOver.incrementAndGet()));
        inbox.drain(_ -> handedOver.incrementAndGet());
        assertThat(handedOver).hasValue(2);
    }

    @ConcurrencyTest(iterations = 500, scheduler = PctAndPos.class)
    void aWatcherIsToldOrSeesTheReadiness() throws InterruptedException {
        var watchers = new Watchers();
        var ready = new AtomicBoolean();
        var heard = new AtomicInteger();
        Threads.runAll(() -> watch(watchers, ready, heard), () -> watch(watchers, ready, heard), () -> {
            ready.set(true);
            watchers.tellAll();
        });
        assertThat(heard).hasValue(2);
    }

    private static void watch(Watchers watchers, AtomicBoolean ready, AtomicInteger heard) {
        var own = new AtomicBoolean();
        watchers.add(() -> hear(own, heard));
        if (ready.get()) {
            hear(own, heard);
        }
    }

    private static void hear(AtomicBoolean own, AtomicInteger heard) {
        if (own.compareAndSet(false, true)) {
            heard.incrementAndGet();
        }
    }
}
