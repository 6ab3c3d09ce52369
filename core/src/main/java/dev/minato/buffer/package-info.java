/// The search that buffers of all kinds share; not exported.
///
/// ```
///  codec (lines), io (records) ──▶ DelimiterSearch
/// ```
package dev.minato.buffer;
