package dev.minato.testing;

import dev.minato.platform.Platform;
import java.lang.reflect.Proxy;
import java.util.concurrent.RejectedExecutionException;

/// A platform on which no task can be started, as where there is no memory for another thread.
public final class RefusingPlatform {
    private RefusingPlatform() {}

    /// The current platform, but for starting tasks, which throws a [RejectedExecutionException].
    public static Platform create() {
        Platform real = Platform.current();
        return (Platform) Proxy.newProxyInstance(
                Platform.class.getClassLoader(), new Class<?>[] {Platform.class}, (_, method, arguments) -> {
                    if (method.getName().equals("start")) {
                        throw new RejectedExecutionException("no threads left");
                    }
                    return method.invoke(real, arguments);
                });
    }
}
