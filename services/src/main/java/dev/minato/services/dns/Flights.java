package dev.minato.services.dns;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.task.Permits;
import dev.minato.task.Task;
import dev.minato.task.Tasks;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The races that run: one for all who ask the same question at the same time, and a bounded number of them.
final class Flights implements AutoCloseable {
    /// How many more may wait for their turn, for each that races.
    private static final int WAITING = 16;

    private final Duration timeout;
    private final int maxFlights;
    private final Permits racing;
    private final Race race;

    /// Guards what follows; held for a few instructions.
    private final Object lock = new Object();

    private final Map<WireQuestion, Flight> shared = new HashMap<>();
    private final Set<Flight> all = new HashSet<>();
    private boolean closed;
    private long races;
    private long failed;
    private long joined;

    /// What a flight does.
    interface Race {
        RaceEnd run(WireQuestion question) throws NetException;
    }

    Flights(Duration timeout, int maxInFlight, Race race) {
        this.timeout = timeout;
        this.maxFlights = maxInFlight * (1 + WAITING);
        this.racing = new Permits(maxInFlight);
        this.race = race;
    }

    /// Returns the flight for a question: one that is in the air, or a new one. `WOULD_BLOCK` if too many
    /// are, `CLOSED`.
    Flight join(WireQuestion question) throws NetException {
        Flight flight;
        synchronized (lock) {
            Flight other = shared.get(question);
            if (other != null && !closed) {
                joined++;
                return other;
            }
            flight = register(question);
            shared.put(question, flight);
        }
        start(question, flight);
        return flight;
    }

    /// Returns a flight that nobody else joins; as [#join].
    Flight alone(WireQuestion question) throws NetException {
        Flight flight;
        synchronized (lock) {
            flight = register(question);
        }
        start(question, flight);
        return flight;
    }

    private Flight register(WireQuestion question) throws NetException {
        if (closed) {
            throw closed(question);
        }
        if (all.size() >= maxFlights) {
            throw NetException.builder(ErrorKind.WOULD_BLOCK, "ask")
                    .address(question)
                    .detail(maxFlights + " questions wait already")
                    .build();
        }
        var flight = new Flight(question);
        all.add(flight);
        races++;
        return flight;
    }

    private static NetException closed(WireQuestion question) {
        return NetException.builder(ErrorKind.CLOSED, "ask").address(question).build();
    }

    private void start(WireQuestion question, Flight flight) {
        Task<?> task;
        try {
            task = Tasks.spawn("dns " + question, () -> fly(question, flight));
        } catch (Throwable failure) {
            land(question, flight);
            flight.fail(
                    NetException.builder(ErrorKind.OTHER, "ask").cause(failure).build());
            throw failure;
        }
        flight.runsIn(task);
    }

    private void fly(WireQuestion question, Flight flight) {
        NetException failure;
        try {
            RaceEnd end = Tasks.withDeadline(timeout, () -> takeTurn(question));
            land(question, flight);
            flight.land(end);
            return;
        } catch (NetException e) {
            failure = ofRace(question, e);
        } catch (InterruptedException e) {
            failure = closed(question);
        } catch (Throwable broken) {
            failure = NetException.builder(ErrorKind.OTHER, "ask")
                    .address(question)
                    .cause(broken)
                    .build();
        }
        synchronized (lock) {
            failed++;
        }
        land(question, flight);
        flight.fail(failure);
    }

    private RaceEnd takeTurn(WireQuestion question) throws NetException, InterruptedException {
        racing.acquire();
        try {
            return race.run(question);
        } finally {
            racing.release();
        }
    }

    /// A flight has no deadline but its own timeout, and is interrupted by the close only.
    private static NetException ofRace(WireQuestion question, NetException failure) {
        ErrorKind kind = switch (failure.kind()) {
            case DEADLINE_EXCEEDED -> ErrorKind.TIMED_OUT;
            case INTERRUPTED -> ErrorKind.CLOSED;
            default -> failure.kind();
        };
        if (kind == failure.kind()) {
            return failure;
        }
        return NetException.builder(kind, "ask")
                .address(question)
                .cause(failure)
                .build();
    }

    /// Who asks from now on begins another race, or finds the answer in the cache.
    private void land(WireQuestion question, Flight flight) {
        synchronized (lock) {
            shared.remove(question, flight);
            all.remove(flight);
        }
    }

    long races() {
        synchronized (lock) {
            return races;
        }
    }

    long failed() {
        synchronized (lock) {
            return failed;
        }
    }

    long joined() {
        synchronized (lock) {
            return joined;
        }
    }

    /// Ends all flights with `CLOSED`, and waits until they have landed, or the caller's own wait ends.
    @Override
    public void close() {
        List<Flight> flying;
        synchronized (lock) {
            closed = true;
            flying = List.copyOf(all);
        }
        racing.close();
        flying.forEach(Flight::cancel);
        flying.forEach(Flight::awaitLanding);
    }
}
