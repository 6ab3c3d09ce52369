package dev.minato.testing;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Objects;

/// An object of an interface, one method of which is the test's.
public final class Overridden {
    private Overridden() {}

    /// What the test's method does, whatever it is called with.
    @FunctionalInterface
    public interface Answer {
        /// Answers as the method would.
        Object answer(Object[] arguments) throws Throwable;
    }

    /// Returns `real`, but for its method of this name.
    public static <T> T of(Class<T> type, T real, String name, Answer answer) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (_, method, arguments) -> {
                    Object[] given = arguments == null ? new Object[0] : arguments;
                    if (method.getName().equals(name)) {
                        return answer.answer(given);
                    }
                    try {
                        return method.invoke(real, given);
                    } catch (InvocationTargetException e) {
                        throw Objects.requireNonNull(e.getCause());
                    }
                }));
    }
}
