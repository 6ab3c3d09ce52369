package dev.minato.testing;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

/// Code that a virtual thread runs pinned to its carrier: in the initializer of a class.
public final class Pinned {
    private static final ThreadLocal<Runnable> WORK = new ThreadLocal<>();

    private Pinned() {}

    /// Runs `body` so; throws what it throws.
    public static <T> T call(Callable<T> body) throws Exception {
        var result = new CompletableFuture<T>();
        WORK.set(() -> {
            try {
                result.complete(body.call());
            } catch (Throwable failed) {
                result.completeExceptionally(failed);
            }
        });
        initializeAnew();
        return result.get();
    }

    /// A hidden class is another one each time.
    private static void initializeAnew() throws IOException, IllegalAccessException {
        try (var bytes = Pinned.class.getResourceAsStream("PinnedInitializer.class")) {
            MethodHandles.lookup().defineHiddenClass(bytes.readAllBytes(), true);
        }
    }

    static void runWork() {
        WORK.get().run();
        WORK.remove();
    }
}
