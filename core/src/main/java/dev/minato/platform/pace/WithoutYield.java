package dev.minato.platform.pace;

/// Code in which the calling thread gives its carrier to nobody: what is called under a monitor.
///
/// A virtual thread that yields keeps its monitors. A pinned task of its carrier that wants one of them blocks that
/// carrier, and then nobody ever runs. So whatever would yield without having to, asks here first: a [Budget], and a
/// send that could go with the next round of its loop. Code that has to wait does not belong under a monitor.
public final class WithoutYield {
    private static final ScopedValue<Boolean> BOUND = ScopedValue.newInstance();
    private static final ScopedValue.Carrier BINDING = ScopedValue.where(BOUND, true);

    private WithoutYield() {}

    /// Runs `body`.
    public static <T, X extends Throwable> T call(ScopedValue.CallableOp<? extends T, X> body) throws X {
        return BINDING.call(body);
    }

    /// Whether the calling code runs in such a body.
    public static boolean isOn() {
        return BOUND.isBound();
    }
}
