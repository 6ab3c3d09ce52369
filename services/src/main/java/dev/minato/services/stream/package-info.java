/// Services over plain byte streams: `echo` and `count`.
///
/// ```
///  EchoService  ──┐
///                 ├─▶ BufferPool
///  CountService ──┘
/// ```
package dev.minato.services.stream;
