package dev.minato.platform.kernel;

/// The calls of a stream that may be told of its failure: those that began before a read got to the end.
///
/// ```
///   OPEN, n calls ──end()──▶ ENDING, n calls ──the last leaves──▶ ENDING, 0 calls: decided
///    begin: +1   leave: -1     begin: not counted
/// ```
///
/// Once ENDING the count only falls, so callers that go on writing cannot keep a reader from its end. What
/// begins after the end was met cannot have taken the error that it hides. Who counts tells the [StreamEnd] that
/// it is decided.
public interface CallsInFlight {
    /// Notes that a read has got to the end.
    void end();

    /// Whether one has.
    boolean isEnding();

    /// Whether one has, and calls that began before are still in flight.
    boolean isUndecided();
}
