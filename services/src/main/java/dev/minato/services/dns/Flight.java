package dev.minato.services.dns;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.task.OneShot;
import dev.minato.task.Task;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A race that runs in a task of its own, and that any number of askers wait for: none of them ends it by
/// leaving.
final class Flight {
    private final WireQuestion question;
    private final OneShot<Landing> landing = new OneShot<>();

    private volatile boolean cancelled;
    private volatile @Nullable Task<?> task;

    private record Landing(Optional<RaceEnd> end, Optional<NetException> failure) {}

    Flight(WireQuestion question) {
        this.question = question;
    }

    /// Says which task it is; one that was cancelled before is told.
    void runsIn(Task<?> task) {
        this.task = task;
        if (cancelled) {
            task.cancel();
        }
    }

    /// Ends it soon.
    void cancel() {
        cancelled = true;
        Task<?> running = task;
        if (running != null) {
            running.cancel();
        }
    }

    /// Tells all who wait, and who come later.
    void land(RaceEnd end) {
        boolean _ = landing.send(new Landing(Optional.of(end), Optional.empty()));
    }

    /// As [#land(RaceEnd)], of a race that failed.
    void fail(NetException failure) {
        boolean _ = landing.send(new Landing(Optional.empty(), Optional.of(failure)));
    }

    /// Waits for the end. `DEADLINE_EXCEEDED` and `INTERRUPTED` are of this wait alone; otherwise as the
    /// race.
    RaceEnd await() throws NetException {
        Landing landed;
        try {
            landed = landing.receive();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw NetException.builder(ErrorKind.INTERRUPTED, "ask")
                    .address(question)
                    .cause(e)
                    .build();
        }
        if (landed.failure().isPresent()) {
            throw copy(landed.failure().get());
        }
        return landed.end().orElseThrow();
    }

    /// Waits until it has ended in any way.
    void awaitLanding() {
        try {
            Landing _ = landing.receive();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (NetException e) {
            // The caller has no time left: it ends without a witness.
            return;
        }
    }

    /// Each asker has a failure of its own, with its own stack.
    private static NetException copy(NetException failure) {
        var copy = NetException.builder(failure.kind(), failure.operation()).cause(failure);
        failure.address().ifPresent(copy::address);
        failure.detail().ifPresent(copy::detail);
        return copy.build();
    }
}
