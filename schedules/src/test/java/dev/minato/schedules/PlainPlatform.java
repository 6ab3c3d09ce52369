package dev.minato.schedules;

import dev.minato.platform.Platform;
import dev.minato.platform.Scope;
import dev.minato.platform.wait.Deadline;
import dev.minato.platform.wait.Parker;
import dev.minato.task.Action;
import java.lang.reflect.Proxy;

/// A platform whose tasks are platform threads, without sockets: Fray does not bring schedules of virtual
/// threads to an end.
final class PlainPlatform {
    private PlainPlatform() {}

    /// `body`, on that platform.
    static Action within(Parker parker, Action body) {
        var scope = new Scope(platform(parker), Deadline.NEVER);
        return () -> scope.run(body::run);
    }

    private static Platform platform(Parker parker) {
        return (Platform) Proxy.newProxyInstance(
                Platform.class.getClassLoader(),
                new Class<?>[] {Platform.class},
                (self, method, arguments) -> switch (method.getName()) {
                    case "parker" -> parker;
                    case "start" -> Threads.start(((Runnable) arguments[0])::run);
                    case "toString" -> "platform threads";
                    case "equals" -> self == arguments[0];
                    case "hashCode" -> System.identityHashCode(self);
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }
}
