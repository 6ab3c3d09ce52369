package dev.minato.platform;

import dev.minato.platform.wait.Deadline;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The context that a thread hands down to the code it calls: the platform, the deadline, and
/// who looks names up.
///
/// A scope is bound for the time of a call and inherited by tasks, not by plain new threads. Immutable.
///
/// @param platform where new sockets and tasks are made
/// @param deadline when every wait in the scope ends at the latest, in the platform's time; [Deadline#NEVER]
///     for never
/// @param lookup who is asked for the addresses of names; the platform itself by default
public record Scope(Platform platform, long deadline, Lookup lookup) {
    private static final ScopedValue<Scope> CURRENT = ScopedValue.newInstance();

    /// A scope in which the platform looks names up itself.
    public Scope(Platform platform, long deadline) {
        this(platform, deadline, platform);
    }

    /// The scope that the calling code runs in: the innermost bound one, else the process's platform and no
    /// deadline. A [PlatformUnavailableException] each time if that platform cannot be had.
    public static Scope current() {
        return CURRENT.isBound() ? CURRENT.get() : Default.scope();
    }

    /// This scope with a deadline that is not later than `latest`.
    public Scope until(long latest) {
        return latest >= deadline ? this : new Scope(platform, latest, lookup);
    }

    /// This scope without its deadline.
    public Scope withoutDeadline() {
        return deadline == Deadline.NEVER ? this : new Scope(platform, Deadline.NEVER, lookup);
    }

    /// This scope with another look-up of names.
    public Scope withLookup(Lookup other) {
        return new Scope(platform, deadline, other);
    }

    /// Runs `body` in this scope.
    public <T, X extends Throwable> T call(ScopedValue.CallableOp<? extends T, X> body) throws X {
        return ScopedValue.where(CURRENT, this).call(body);
    }

    /// Runs `body` in this scope.
    public void run(Runnable body) {
        if (equals(Default.SCOPE)) {
            body.run();
        } else {
            ScopedValue.where(CURRENT, this).run(body);
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
