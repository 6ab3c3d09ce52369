package dev.minato.chaos;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.task.Tasks;
import dev.minato.testing.Threads;
import java.util.EnumSet;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;

/// The shared state of a run: its actors, what they have moved, what went wrong, and whether it is over.
final class Stage {
    /// Failures that a disturbed connection may report.
    private static final Set<ErrorKind> EXPECTED = EnumSet.of(
            ErrorKind.CLOSED,
            ErrorKind.CONNECTION_RESET,
            ErrorKind.CONNECTION_REFUSED,
            ErrorKind.CONNECTION_ABORTED,
            ErrorKind.BROKEN_PIPE,
            ErrorKind.NOT_CONNECTED,
            ErrorKind.ADDRESS_IN_USE,
            ErrorKind.ADDRESS_NOT_AVAILABLE,
            ErrorKind.TIMED_OUT,
            ErrorKind.INTERRUPTED);

    private final Random seeds;
    private final AtomicLong ids = new AtomicLong();
    private final AtomicLong records = new AtomicLong();
    private final Set<Actor> actors = ConcurrentHashMap.newKeySet();
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private volatile boolean over;

    Stage(long seed) {
        this.seeds = new Random(seed);
    }

    /// The part of an actor.
    @FunctionalInterface
    interface Part {
        void play(Actor actor) throws Exception;
    }

    /// Starts a task of Minato.
    void task(String name, Part part) {
        var actor = actor(name);
        Tasks.spawn(() -> play(actor, part));
    }

    /// Starts a thread that Minato does not know.
    void thread(Threads kind, String name, Part part) {
        ThreadFactory factory = kind == Threads.VIRTUAL
                ? Thread.ofVirtual().factory()
                : Thread.ofPlatform().daemon().factory();
        var actor = actor(name);
        factory.newThread(() -> play(actor, part)).start();
    }

    private Actor actor(String name) {
        long seed;
        synchronized (seeds) {
            seed = seeds.nextLong();
        }
        var actor = new Actor(name, new Random(seed));
        actors.add(actor);
        return actor;
    }

    private void play(Actor actor, Part part) {
        actor.enter();
        try {
            part.play(actor);
        } catch (NetException e) {
            tolerate(e);
        } catch (InterruptedException e) {
            // A disruptor's, between two calls.
        } catch (Throwable e) {
            failures.add(e);
        } finally {
            actors.remove(actor);
        }
    }

    /// Notes a failure that no disruption explains.
    void tolerate(NetException e) {
        if (!EXPECTED.contains(e.kind())) {
            failures.add(e);
        }
    }

    /// Whether the same call is to be made again.
    boolean again(NetException e) {
        if (e.kind() == ErrorKind.INTERRUPTED) {
            Thread.interrupted();
            return true;
        }
        tolerate(e);
        return e.kind() == ErrorKind.TIMED_OUT && !over;
    }

    long newId() {
        return ids.incrementAndGet();
    }

    void moved() {
        records.incrementAndGet();
    }

    long records() {
        return records.get();
    }

    Set<Actor> actors() {
        return actors;
    }

    Queue<Throwable> failures() {
        return failures;
    }

    boolean isOver() {
        return over;
    }

    void end() {
        over = true;
    }
}
