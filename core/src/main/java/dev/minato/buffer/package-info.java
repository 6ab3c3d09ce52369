/// What buffers of all kinds share; not exported.
///
/// ```
///  codec (lines), io (records) ───────────▶ DelimiterSearch
///  framed, io, net (reads to the end) ────▶ GrowingBuffer ── BufferAllocator
/// ```
package dev.minato.buffer;
