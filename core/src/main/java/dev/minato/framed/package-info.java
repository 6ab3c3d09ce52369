/// Streams of messages: [Framed] puts a codec on a stream of bytes, or on a source and a sink.
///
/// ```
///   Framed ─┬─▶ Input             reads from the source, decodes
///           ├─▶ Output            encodes, writes to the sink
///           └─▶ MessageDeadline   how long a message may take to come
/// ```
package dev.minato.framed;
