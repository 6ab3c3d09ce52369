/// Buffered bytes: [dev.minato.io.BufReader] and [dev.minato.io.BufWriter] on any
/// [dev.minato.net.ByteStream], and [dev.minato.io.Copy] from one stream to another.
///
/// For streams of messages there is `dev.minato.framed`, which gathers writes by itself; this package is for
/// protocols that are read piece by piece: a line, then a length, then so many bytes.
package dev.minato.io;
