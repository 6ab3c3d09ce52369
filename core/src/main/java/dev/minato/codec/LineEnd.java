package dev.minato.codec;

/// The meaning of a last line that the stream's end left without LF.
enum LineEnd {
    /// A line as any other.
    OPTIONAL,
    /// None: its sender may have had more to say.
    REQUIRED
}
