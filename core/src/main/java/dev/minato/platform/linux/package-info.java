/// The platform on Linux's own calls, through `java.lang.foreign`: no JNI, no native library.
///
/// ```
///  LinuxStream, LinuxListener, LinuxDatagram     try: one system call each
///        │
///  LinuxSocket ── RefCountedFd                     counts who is in a call, so that closing is safe
///        │    └── ReadinessState, twice                    what epoll said, what has been used up
///        ▼
///  Poller                                          one epoll instance: events wake the waiters
///        ▲
///  SharedScheduling | LocalScheduling            who runs the loop, and where tasks run
///
///  Preflight                                         whether the platform can run here
///  Libc, Abi, Errno, SockAddr, CallBuffers             calls, layouts and numbers of the system
/// ```
///
/// Each descriptor is registered once, edge-triggered, at its first wait. Written for x86-64 and aarch64, glibc
/// and musl; run on x86-64 with glibc.
package dev.minato.platform.linux;
