package dev.minato.task;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/// An adapter to the JDK's signal handling. `sun.misc.Signal` cannot be named under `--release 25` without a
/// warning that nothing suppresses, so this one file reaches it by reflection.
final class SystemSignals {
    private static final Class<?> SIGNAL;
    private static final Class<?> HANDLER;
    private static final MethodHandle RUN;
    private static final MethodHandle NEW_SIGNAL;
    private static final MethodHandle HANDLE;

    static {
        try {
            SIGNAL = Class.forName("sun.misc.Signal");
            HANDLER = Class.forName("sun.misc.SignalHandler");
            var lookup = MethodHandles.publicLookup();
            RUN = lookup.findVirtual(Runnable.class, "run", MethodType.methodType(void.class));
            NEW_SIGNAL = lookup.findConstructor(SIGNAL, MethodType.methodType(void.class, String.class))
                    .asType(MethodType.methodType(Object.class, String.class));
            HANDLE = lookup.findStatic(SIGNAL, "handle", MethodType.methodType(HANDLER, SIGNAL, HANDLER))
                    .asType(MethodType.methodType(Object.class, Object.class, Object.class));
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private SystemSignals() {}

    /// Has `action` called, on a thread of the JVM, when the signal comes; the handler that it replaces.
    static Object handle(String signal, Runnable action) throws NetException {
        Object handler = MethodHandleProxies.asInterfaceInstance(
                HANDLER, MethodHandles.dropArguments(RUN.bindTo(action), 0, SIGNAL));
        try {
            return set(signal, handler);
        } catch (IllegalArgumentException taken) {
            throw NetException.builder(ErrorKind.UNSUPPORTED, "handle SIG" + signal)
                    .cause(taken)
                    .build();
        }
    }

    /// Puts back a handler that [#handle] replaced.
    static void restore(String signal, Object handler) {
        set(signal, handler);
    }

    private static Object set(String signal, Object handler) {
        try {
            return (Object) HANDLE.invokeExact((Object) NEW_SIGNAL.invokeExact(signal), handler);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError("sun.misc.Signal.handle throws nothing checked", e);
        }
    }
}
