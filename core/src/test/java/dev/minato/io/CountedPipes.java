package dev.minato.io;

import dev.minato.platform.Platform;
import dev.minato.platform.Scope;
import dev.minato.platform.TryPipe;
import dev.minato.platform.TryStream;
import dev.minato.platform.wait.Deadline;
import dev.minato.testing.Overridden;
import dev.minato.testing.Pair;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/// The current platform with an eye on the pipes that copies take, which a test may replace.
final class CountedPipes {
    private final AtomicInteger taken = new AtomicInteger();
    private final Platform platform;

    CountedPipes(UnaryOperator<Optional<TryPipe>> instead) {
        Platform real = Platform.current();
        this.platform = Overridden.of(Platform.class, real, "takePipe", arguments -> {
            var pipe = real.takePipe((TryStream<?>) arguments[0], (TryStream<?>) arguments[1]);
            taken.addAndGet(pipe.isPresent() ? 1 : 0);
            return instead.apply(pipe);
        });
    }

    CountedPipes() {
        this(pipe -> pipe);
    }

    /// Whether copies between sockets can take pipes here at all: not where a ring reads from them.
    static boolean arePossible() {
        Platform here = Platform.current();
        boolean byRing =
                here.choices().stream().anyMatch(choice -> choice.value().equals("ring"));
        return here.name().equals("linux") && !byRing;
    }

    /// How many were taken.
    int taken() {
        return taken.get();
    }

    Pair pair() throws Exception {
        return new Scope(platform, Deadline.NEVER).call(Pair::open);
    }

    /// A pipe that is real, but for one of its methods, which says REFUSED.
    static Optional<TryPipe> refusing(Optional<TryPipe> real, String method) {
        return real.map(pipe -> Overridden.of(TryPipe.class, pipe, method, _ -> TryPipe.REFUSED));
    }
}
