package dev.minato.atomic;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/// Lookup of the handles by which classes update their volatile fields; to be kept in a `static final`, which
/// the JIT treats as a constant.
public final class VarHandles {
    private VarHandles() {}

    /// The handle of a field of the class that `lookup` was created in.
    public static VarHandle ofField(MethodHandles.Lookup lookup, String name, Class<?> type) {
        try {
            return lookup.findVarHandle(lookup.lookupClass(), name, type);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
