/// Streams of messages: [Framed] puts a codec on a stream of bytes, or on a source and a sink.
///
/// ```
///   Framed ─┬─▶ FramedReader ─┬─▶ Input             reads from the source, decodes
///     │     │                 └─▶ MessageDeadline   how long a message may take to come
///     │     └─▶ FramedWriter ───▶ Output            encodes, writes to the sink
///     │            all of them ─▶ ExclusiveUse      one task at a time
///     └─ split ─▶ FramedHalves                      a reader and a writer, for two tasks
/// ```
package dev.minato.framed;
