package dev.minato.platform.linux.loop;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.util.Optional;
import java.util.concurrent.Executor;

/// Virtual threads with a scheduler of our own. The JDK has no public way to that yet; this one file reaches
/// what its tests use, which needs `--add-opens java.base/java.lang=dev.minato` (`=ALL-UNNAMED` on the class
/// path).
public final class VirtualThreads {
    private VirtualThreads() {}

    /// The flag of Java that it needs.
    public static String flag() {
        return "--add-opens=java.base/java.lang=" + module();
    }

    /// How flags of the JVM name the module of this class.
    public static String module() {
        Module module = VirtualThreads.class.getModule();
        return module.isNamed() ? module.getName() : "ALL-UNNAMED";
    }

    /// Whether that flag, or a manifest, was given.
    public static boolean areOpen() {
        return Thread.class.getModule().isOpen("java.lang", VirtualThreads.class.getModule());
    }

    /// Why it cannot be had; empty if it can.
    public static Optional<String> obstacle() {
        if (!areOpen()) {
            return Optional.of("java.lang is not open to Minato");
        }
        try {
            return Access.CARRIER.type().parameterCount() == 0 ? Optional.empty() : Optional.of("not this JDK");
        } catch (ExceptionInInitializerError e) {
            return Optional.of(String.valueOf(e.getCause()));
        } catch (NoClassDefFoundError seenBefore) {
            return Optional.of("not this JDK");
        }
    }

    /// Makes virtual threads that `scheduler` runs, as do those that they start themselves.
    static Thread.Builder.OfVirtual scheduledBy(Executor scheduler) {
        try {
            return (Thread.Builder.OfVirtual) Access.NEW_BUILDER.invokeExact(scheduler);
        } catch (Throwable t) {
            throw new AssertionError("a builder of virtual threads", t);
        }
    }

    /// The JDK's own scheduler. A virtual thread that is made without one is run by the scheduler of the virtual
    /// thread that makes it, and so by its loop.
    static Executor defaultScheduler() {
        return Access.DEFAULT_SCHEDULER;
    }

    /// The platform thread that carries the calling virtual thread; the calling thread itself if it is none.
    static Thread carrier() {
        try {
            return (Thread) Access.CARRIER.invokeExact();
        } catch (Throwable t) {
            throw new AssertionError("the carrier of the current thread", t);
        }
    }

    /// The virtual thread that goes on when a scheduler runs `step`; empty if this JDK does not let it be seen.
    ///
    /// Slow, and only for reports: it looks for it in the fields of what is a lambda of the JDK's.
    static Optional<Thread> threadOf(Runnable step) {
        try {
            for (Field field : step.getClass().getDeclaredFields()) {
                if (Thread.class.isAssignableFrom(field.getType()) && field.trySetAccessible()) {
                    return Optional.ofNullable((Thread) field.get(step));
                }
            }
            return Optional.empty();
        } catch (IllegalAccessException e) {
            return Optional.empty();
        }
    }

    private static final class Access {
        static final MethodHandle NEW_BUILDER;
        static final MethodHandle CARRIER;
        static final Executor DEFAULT_SCHEDULER;

        static {
            try {
                Class<?> builder = Class.forName("java.lang.ThreadBuilders$VirtualThreadBuilder");
                NEW_BUILDER = MethodHandles.privateLookupIn(builder, MethodHandles.lookup())
                        .findConstructor(builder, MethodType.methodType(void.class, Executor.class))
                        .asType(MethodType.methodType(Thread.Builder.OfVirtual.class, Executor.class));
                CARRIER = MethodHandles.privateLookupIn(Thread.class, MethodHandles.lookup())
                        .findStatic(Thread.class, "currentCarrierThread", MethodType.methodType(Thread.class));
                Class<?> thread = Class.forName("java.lang.VirtualThread");
                DEFAULT_SCHEDULER = (Executor) MethodHandles.privateLookupIn(thread, MethodHandles.lookup())
                        .findStatic(thread, "defaultScheduler", MethodType.methodType(Executor.class))
                        .invoke();
            } catch (Throwable e) {
                throw new ExceptionInInitializerError(e);
            }
        }
    }
}
