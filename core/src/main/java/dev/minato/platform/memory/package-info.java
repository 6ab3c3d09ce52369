/// Connected streams in memory, the same on every platform: no fd, no kernel, the waits of the platform's
/// [Parker][dev.minato.platform.wait.Parker].
///
/// ```
///  MemorySocket ──┬─▶ MemoryPipe ──▶┬── MemorySocket        two sockets, and a pipe for each direction
///                 └◀── MemoryPipe ◀─┘
///                        └─ RingBuffer                      the bytes
///                        └─ ReadinessState                  who waits for bytes, and who for room
/// ```
package dev.minato.platform.memory;
