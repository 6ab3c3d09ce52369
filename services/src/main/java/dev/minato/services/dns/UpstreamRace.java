package dev.minato.services.dns;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.platform.Platform;
import dev.minato.platform.wait.Parker;
import dev.minato.task.TaskCollector;
import dev.minato.task.TaskGroup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/// One question to all servers at once.
///
/// ```
///  all asked ──▶ NOERROR or NXDOMAIN: it wins; the others are cancelled, their sockets closed
///          ├───▶ any other answer, a failure: the others go on
///          └───▶ no server is left, or the time is over: the first answer of any kind wins
/// ```
final class UpstreamRace {
    private static final String NO_ANSWER = "no answer";

    private final Parker parker = Platform.current().parker();
    private final long start = parker.now();
    private final WireQuestion question;
    private final List<Lane> lanes = new ArrayList<>();

    /// One server, and what has become of it; written by its task, read by the race once that task was taken
    /// over.
    private final class Lane {
        final Upstream upstream;
        final Tally tally = new Tally(parker);

        @Nullable
        WireAnswer answer;

        @Nullable
        NetException failure;

        Lane(Upstream upstream) {
            this.upstream = upstream;
        }

        Lane ask() {
            try {
                answer = upstream.ask(question, tally);
            } catch (NetException e) {
                failure = e;
            }
            return this;
        }

        ServerTime time(ServerTime.End end, long nanos, String detail) {
            return new ServerTime(upstream.server(), end, Duration.ofNanos(nanos), detail, tally.strays());
        }
    }

    UpstreamRace(List<Upstream> upstreams, WireQuestion question) {
        this.question = question;
        upstreams.forEach(upstream -> lanes.add(new Lane(upstream)));
    }

    RaceEnd run() throws NetException {
        var ended = new ArrayList<Lane>();
        if (lanes.size() == 1) {
            ended.add(lanes.getFirst().ask());
        } else {
            askAll(ended);
        }
        Optional<Lane> winner = ended.stream().filter(UpstreamRace::isGood).findFirst();
        return end(
                winner.or(() -> ended.stream()
                                .filter(lane -> lane.answer != null)
                                .findFirst())
                        .orElseThrow(() -> failure(ended)),
                ended);
    }

    private void askAll(List<Lane> ended) throws NetException {
        try (TaskCollector<Lane> tasks = TaskGroup.collecting(lanes.size())) {
            lanes.forEach(lane -> tasks.spawn(lane::ask));
            awaitGood(tasks, ended);
        }
    }

    private static boolean isGood(Lane lane) {
        return lane.answer != null && lane.answer.code().isGood();
    }

    private static void awaitGood(TaskCollector<Lane> tasks, List<Lane> ended) throws NetException {
        try {
            for (var next = tasks.next(); next.isPresent(); next = tasks.next()) {
                Lane lane = next.get().join();
                ended.add(lane);
                if (isGood(lane)) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw NetException.builder(ErrorKind.INTERRUPTED, "ask").cause(e).build();
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        } catch (NetException e) {
            // The time is over; an answer that is not good may have come before.
            if (e.kind() != ErrorKind.DEADLINE_EXCEEDED) {
                throw e;
            }
        }
    }

    private RaceEnd end(Lane winner, List<Lane> ended) {
        long raced = isGood(winner) ? winner.tally.elapsed() : parker.now() - start;
        var times = new ArrayList<ServerTime>();
        for (Lane lane : lanes) {
            if (ended.contains(lane)) {
                times.add(time(lane, lane.equals(winner)));
            } else {
                ServerTime.End end = isGood(winner) ? ServerTime.End.OVERTAKEN : ServerTime.End.FAILED;
                times.add(lane.time(end, raced, isGood(winner) ? "" : NO_ANSWER));
            }
        }
        WireAnswer answer = Objects.requireNonNull(winner.answer);
        return new RaceEnd(answer, winner.upstream.server(), Duration.ofNanos(raced), times);
    }

    private static ServerTime time(Lane lane, boolean won) {
        if (lane.answer == null) {
            return lane.time(ServerTime.End.FAILED, lane.tally.elapsed(), reason(Objects.requireNonNull(lane.failure)));
        }
        ServerTime.End end = won ? ServerTime.End.WON : ServerTime.End.ANSWERED;
        return lane.time(end, lane.tally.elapsed(), lane.answer.code().toString());
    }

    /// No server has an answer. Each is named with its reason, since that is all there is to know.
    private NetException failure(List<Lane> ended) {
        var detail = new StringBuilder();
        ErrorKind kind = ErrorKind.TIMED_OUT;
        for (Lane lane : lanes) {
            boolean failed = ended.contains(lane) && lane.failure != null;
            detail.append(detail.isEmpty() ? "" : "; ")
                    .append(lane.upstream.server())
                    .append(": ");
            detail.append(failed ? reason(Objects.requireNonNull(lane.failure)) : NO_ANSWER);
        }
        boolean silent = ended.size() < lanes.size() || ended.stream().anyMatch(UpstreamRace::isSilent);
        if (!silent) {
            kind = Objects.requireNonNull(ended.getLast().failure).kind();
        }
        return NetException.builder(kind, "ask")
                .address(question)
                .detail(detail.toString())
                .build();
    }

    private static boolean isSilent(Lane lane) {
        return lane.failure != null && isTimeout(lane.failure);
    }

    private static boolean isTimeout(NetException failure) {
        return failure.kind() == ErrorKind.TIMED_OUT || failure.kind() == ErrorKind.DEADLINE_EXCEEDED;
    }

    private static String reason(NetException failure) {
        if (isTimeout(failure)) {
            return NO_ANSWER;
        }
        return failure.kind()
                + failure.detail().map(detail -> " (" + detail + ")").orElse("");
    }
}
