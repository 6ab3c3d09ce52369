/// Buffered bytes: [dev.minato.io.BufferedSource] on any [dev.minato.net.ByteSource],
/// [dev.minato.io.BufferedSink] on any [dev.minato.net.ByteSink], and [dev.minato.io.Copy] from one to the
/// other.
///
/// ```
///   BufferedSource ─┬─▶ Unread      what was read and not consumed
///              └─▶ Records     lines and records in it
///   BufferedSink
///   Copy ──────▶ Relay         both ways between two streams, with CopyOptions, to Copied
///   Interrupts                 checks of loops that may never wait
/// ```
///
/// For streams of messages there is `dev.minato.framed`, which gathers writes on its own; this package is for
/// protocols that are read piece by piece: a line, then a length, then so many bytes.
package dev.minato.io;
