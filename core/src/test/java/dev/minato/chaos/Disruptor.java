package dev.minato.chaos;

import dev.minato.error.NetException;
import dev.minato.net.Shutdown;
import dev.minato.net.TcpStream;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// Disturbs the streams of other actors: closes, resets, interrupts, clones, timeouts, half-closes.
final class Disruptor {
    private final Stage stage;

    Disruptor(Stage stage) {
        this.stage = stage;
    }

    void play(Actor actor) {
        var random = actor.random();
        while (!stage.isOver()) {
            actor.at("rests");
            LockSupport.parkNanos(200_000 + random.nextInt(2_000_000));
            var victims = stage.actors().stream()
                    .filter(one -> one.stream().isPresent())
                    .toList();
            if (!victims.isEmpty()) {
                var victim = victims.get(random.nextInt(victims.size()));
                victim.stream().ifPresent(stream -> disturb(actor, victim, stream));
            }
        }
    }

    private void disturb(Actor actor, Actor victim, TcpStream stream) {
        actor.at("disturbs " + victim);
        var random = actor.random();
        try {
            switch (random.nextInt(10)) {
                case 0, 1 -> stream.close();
                case 2 -> stream.closeReset();
                case 3, 4, 5 -> victim.interrupt();
                case 6 -> cloneAndClose(actor, stream);
                case 7 -> closeUnderAReader(stream);
                case 8 -> stream.setReadTimeout(Duration.ofMillis(1 + random.nextInt(50)));
                default -> stream.shutdown(random.nextBoolean() ? Shutdown.WRITE : Shutdown.BOTH);
            }
        } catch (NetException e) {
            stage.tolerate(e);
        }
    }

    @SuppressWarnings("ThreadPriorityCheck") // so that others come between
    private static void cloneAndClose(Actor actor, TcpStream stream) throws NetException {
        try (var clone = stream.tryClone()) {
            clone.setReadTimeout(Duration.ofMillis(1 + actor.random().nextInt(20)));
            Thread.yield();
        }
    }

    /// A close ends the wait on that handle.
    private void closeUnderAReader(TcpStream stream) throws NetException {
        try (var clone = stream.tryClone()) {
            stage.task("waiter on a clone", waiter -> {
                waiter.at("awaits a clone");
                clone.awaitReadable();
            });
            LockSupport.parkNanos(1_000_000);
        }
    }
}
