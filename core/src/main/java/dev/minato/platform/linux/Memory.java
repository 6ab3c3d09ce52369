package dev.minato.platform.linux;

/// How much one call moves.
///
/// A call holds up the garbage collector while it copies to or from the heap, so one takes at most [#LARGEST]
/// bytes.
final class Memory {
    /// About what a socket's buffer holds, and 50 µs of copying.
    static final int LARGEST = 512 * 1024;

    private Memory() {}
}
