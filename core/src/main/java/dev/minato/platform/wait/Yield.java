package dev.minato.platform.wait;

/// How the threads of one scheduler give way to each other.
public interface Yield {
    /// Lets others that share the calling thread's carrier run first.
    void yieldCarrier();

    /// Called by a thread that is about to park in a wait.
    default void aboutToPark() {}
}
