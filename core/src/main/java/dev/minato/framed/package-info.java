/// Streams of messages: [Framed] puts a codec on a stream of bytes, or on a source and a sink.
///
/// ```
///   Framed ─┬─▶ FramedReader ─┬─▶ PooledInput       reads from the source, decodes
///     │     │                 ├─▶ GuardedDecoder    the decoder, which changes nothing but the position
///     │     │                 ├─▶ PeerOrChannel     waits for the source or a channel: an Arrival
///     │     │                 └─▶ MessageDeadline   how long a message may take to come
///     │     └─▶ FramedWriter ───▶ Output            encodes, writes to the sink
///     │       PooledInput, Output ▶ BufferPool      memory that a wait gives back
///     │            all of them ─▶ ExclusiveUse      one task at a time
///     └─ split ─▶ FramedHalves                      a reader and a writer, for two tasks
///   FramedUdp ───▶ GuardedDecoder, BufferPool         the same for datagrams
/// ```
package dev.minato.framed;
