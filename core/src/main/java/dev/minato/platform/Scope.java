package dev.minato.platform;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.platform.wait.Deadline;
import dev.minato.platform.wait.Outcome;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The context that a thread hands down to the code it calls: the platform, the deadline, and who looks names
/// up.
///
/// A scope is bound for the time of a call and inherited by tasks, not by plain new threads. Immutable.
///
/// @param platform where new sockets and tasks are made
/// @param deadline when every wait in the scope ends at the latest, in the platform's time; [Deadline#NEVER]
///     for never
/// @param expiry the deadline that the program has set, which is not before `deadline`; a wait that ends
///     earlier has a bound of the library's
/// @param lookup who is asked for the addresses of names; the platform itself by default
public record Scope(Platform platform, long deadline, Expiry expiry, Lookup lookup) {
    private static final ScopedValue<Scope> CURRENT = ScopedValue.newInstance();

    /// Code without a result that may throw `X`.
    ///
    /// @param <X> what it throws
    @FunctionalInterface
    public interface Body<X extends Throwable> {
        /// Does it.
        void run() throws X;
    }

    /// A scope without a deadline of the program's, in which the platform looks names up itself.
    public Scope(Platform platform, long deadline) {
        this(platform, deadline, Expiry.NEVER, platform);
    }

    /// The scope that the calling code runs in: the innermost bound one, else the process's platform and no
    /// deadline. A [PlatformUnavailableException] each time if that platform cannot be had.
    public static Scope current() {
        return CURRENT.isBound() ? CURRENT.get() : Default.scope();
    }

    /// This scope with waits that end at `latest` at the latest, with `TIMED_OUT`: for a bound of the
    /// library's own.
    public Scope until(long latest) {
        return latest >= deadline ? this : new Scope(platform, latest, expiry, lookup);
    }

    /// This scope with a deadline of the program's, unless it has one that is not later.
    public Scope until(Expiry latest) {
        return latest.at() >= expiry.at() ? this : new Scope(platform, Math.min(deadline, latest.at()), latest, lookup);
    }

    /// This scope without its deadlines.
    public Scope withoutDeadline() {
        return deadline == Deadline.NEVER ? this : new Scope(platform, Deadline.NEVER, Expiry.NEVER, lookup);
    }

    /// This scope with another look-up of names.
    public Scope withLookup(Lookup other) {
        return new Scope(platform, deadline, expiry, other);
    }

    /// Whether the program's deadline has passed.
    public boolean isExpired() {
        return expiry.at() != Deadline.NEVER && expiry.isOver(platform.parker().now());
    }

    /// The failure of `operation`, in this scope, whose wait has ended thus.
    ///
    /// `DEADLINE_EXCEEDED` if the program's deadline has passed, whatever else happened at the same time;
    /// else what the outcome says. A wakeup is none.
    public NetException failure(Outcome outcome, String operation) {
        return switch (outcome) {
            case WOKEN -> throw new AssertionError("a wakeup is no failure");
            case CLOSED -> NetException.of(ErrorKind.CLOSED, operation);
            case TIMED_OUT -> isExpired() ? exceeded(operation) : NetException.of(ErrorKind.TIMED_OUT, operation);
            case INTERRUPTED -> isExpired() ? exceeded(operation) : NetException.of(ErrorKind.INTERRUPTED, operation);
        };
    }

    /// Throws the failure of `operation` if the calling thread is interrupted; its flag stays set. For loops
    /// that may never wait, which a peer that sends without pause would otherwise keep going.
    public static void checkInterrupt(String operation) throws NetException {
        if (Thread.currentThread().isInterrupted()) {
            throw current().failure(Outcome.INTERRUPTED, operation);
        }
    }

    private NetException exceeded(String operation) {
        return NetException.of(ErrorKind.DEADLINE_EXCEEDED, operation, expiry.toString());
    }

    /// Runs `body` in this scope.
    public <T, X extends Throwable> T call(ScopedValue.CallableOp<? extends T, X> body) throws X {
        return ScopedValue.where(CURRENT, this).call(body);
    }

    /// Runs `body` in this scope.
    public <X extends Throwable> void run(Body<X> body) throws X {
        if (equals(Default.SCOPE)) {
            body.run();
        } else {
            call(() -> {
                body.run();
                return this;
            });
        }
    }

    /// The platform of the process, found when it is first asked for; or why there is none.
    private static final class Default {
        private static final @Nullable Scope SCOPE;
        private static final @Nullable PlatformUnavailableException OBSTACLE;

        static {
            Scope scope = null;
            PlatformUnavailableException obstacle = null;
            try {
                scope = new Scope(PlatformChooser.platform(), Deadline.NEVER);
            } catch (PlatformUnavailableException e) {
                obstacle = e;
            }
            SCOPE = scope;
            OBSTACLE = obstacle;
        }

        static Scope scope() {
            if (SCOPE == null) {
                throw new PlatformUnavailableException(
                        String.valueOf(Objects.requireNonNull(OBSTACLE).getMessage()), OBSTACLE);
            }
            return SCOPE;
        }
    }
}
