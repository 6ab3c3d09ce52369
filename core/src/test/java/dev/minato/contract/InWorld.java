package dev.minato.contract;

import dev.minato.testing.Call;
import java.lang.reflect.Method;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

/// Runs a test, and what comes before and after it, on a thread of its [World].
final class InWorld implements InvocationInterceptor {
    @Override
    public void interceptBeforeEachMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        run(invocation, method);
    }

    @Override
    public void interceptTestMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        run(invocation, method);
    }

    @Override
    public void interceptTestTemplateMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        run(invocation, method);
    }

    @Override
    public void interceptAfterEachMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        run(invocation, method);
    }

    private static void run(Invocation<Void> invocation, ReflectiveInvocationContext<Method> method) throws Throwable {
        Call<?> call = worldOf(method.getTarget().orElseThrow()).run(() -> {
            try {
                invocation.proceed();
            } catch (Exception | Error e) {
                throw e;
            } catch (Throwable e) {
                throw new AssertionError(e);
            }
        });
        Optional<Throwable> thrown = call.thrown();
        if (thrown.isPresent()) {
            throw thrown.get();
        }
    }

    private static World worldOf(Object test) throws ReflectiveOperationException {
        Class<?> type = test instanceof ConnectedContract ? ConnectedContract.class : test.getClass();
        return (World) type.getDeclaredField("world").get(test);
    }
}
