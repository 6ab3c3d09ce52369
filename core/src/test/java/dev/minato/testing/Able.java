package dev.minato.testing;

import dev.minato.error.ErrorKind;
import dev.minato.platform.Capabilities;
import dev.minato.platform.Platform;

/// What the platform of this run can do; what it cannot, it has to say: never nothing at all.
public final class Able {
    private Able() {}

    /// What it says that it can do.
    public static Capabilities here() {
        return Platform.current().capabilities();
    }

    /// Runs `body` if the platform is able to; if not, it must fail with UNSUPPORTED.
    public static void orUnsupported(boolean able, Threads.Body body) throws Exception {
        if (able) {
            body.run();
        } else {
            Expect.failure(ErrorKind.UNSUPPORTED, body::run);
        }
    }
}
