/// The platform on Linux syscalls, through `java.lang.foreign`: no JNI, no native library.
///
/// ```
///  LinuxPlatform ── Preflight                    makes sockets; whether it can run here
///        │
///  LinuxSocket ◀─ LinuxStream                    the common part of all sockets; try: one syscall
///        │     ◀─ LinuxDatagram ── DatagramOpening, ErrorQueue, Multicast, UnixRoom
///        │            └── BatchSender, StagedSegments, HeldBurst, ControlOptions
///        │     ◀─ LinuxListener
///        │    └── OptionCalls, AddressCalls          socket options; bind, connect, getsockname, getpeername
///        ▼
///  SocketFd ── LingeringClose                    the file descriptor and its close
///        │
///  PollerRegistration                            one socket with its poller, and its readiness
///        │
///  SocketResources                               scheduling, parker, buffers that all sockets share
///        │
///        ├──▶ linux.loop                         epoll, readiness, and where tasks run
///        └──▶ linux.sys                          syscalls and their memory
/// ```
///
/// In other words: [SocketFd] is Go's `poll.FD`, `RefCountedFd` its `fdMutex`, [PollerRegistration] its
/// `pollDesc` and tokio's `Registration`.
///
/// `linux.loop` uses `linux.sys`, and neither names this package.
///
/// Each fd is registered once, edge-triggered, at its first wait. Written for x86-64 and aarch64, glibc
/// and musl; run on x86-64 with glibc.
package dev.minato.platform.linux;
