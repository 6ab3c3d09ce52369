package dev.minato.platform;

import java.io.Serial;

/// The platform that was asked for does not exist, or cannot run here. The message says which and why.
///
/// Nothing of Minato works without a platform, so this is for whoever starts the program, and no
/// `NetException`.
public final class PlatformUnavailableException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    PlatformUnavailableException(String message) {
        super(message);
    }

    PlatformUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
