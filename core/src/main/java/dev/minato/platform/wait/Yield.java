package dev.minato.platform.wait;

/// The cooperative yield of the threads of one scheduler.
public interface Yield {
    /// Lets others that share the calling thread's carrier run first.
    void yieldCarrier();

    /// Called by a thread that is about to park in a wait.
    default void aboutToPark() {}
}
