package dev.minato.testing;

/// The class whose initializer runs what is [Pinned].
final class PinnedInitializer {
    static {
        Pinned.runWork();
    }

    private PinnedInitializer() {}
}
