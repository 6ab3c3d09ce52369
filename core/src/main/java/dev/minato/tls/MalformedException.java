package dev.minato.tls;

/// Text or bytes that are no certificate and no key, with a reason for people. Never shows what a key holds.
final class MalformedException extends Exception {
    private static final long serialVersionUID = 1;

    MalformedException(String reason) {
        super(reason);
    }

    MalformedException(String reason, Throwable cause) {
        super(reason, cause);
    }

    /// The reason.
    String reason() {
        return String.valueOf(getMessage());
    }
}
