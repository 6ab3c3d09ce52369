/// The files of Unix sockets: whose they are, and when they are stale. Not exported.
///
/// ```
///   StalePath      removes the file of a socket that nobody has bound any more, and binds
///     └─▶ SocketFile     a socket's file, known by its inode
/// ```
package dev.minato.net.path;
