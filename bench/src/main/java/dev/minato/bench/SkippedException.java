package dev.minato.bench;

/// A candidate that cannot be measured on this machine, and why.
final class SkippedException extends Exception {
    private static final long serialVersionUID = 1;

    SkippedException(String reason) {
        super(reason);
    }
}
