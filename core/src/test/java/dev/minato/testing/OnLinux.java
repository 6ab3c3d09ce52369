package dev.minato.testing;

import dev.minato.error.ErrorKind;
import dev.minato.platform.Platform;

/// What the linux platform can do and the jdk platform cannot, which has to say so: never nothing at all.
public final class OnLinux {
    private OnLinux() {}

    /// Whether this run is on the linux platform.
    public static boolean is() {
        return Platform.current().name().equals("linux");
    }

    /// Runs `body` on the linux platform; elsewhere it must fail with UNSUPPORTED.
    public static void orUnsupported(Threads.Body body) throws Exception {
        if (is()) {
            body.run();
        } else {
            Expect.failure(ErrorKind.UNSUPPORTED, body::run);
        }
    }
}
