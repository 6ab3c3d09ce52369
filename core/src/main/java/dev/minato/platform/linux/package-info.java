/// The platform on Linux syscalls, through `java.lang.foreign`: no JNI, no native library.
///
/// ```
///  LinuxPlatform ── Preflight                    makes sockets; whether it can run here
///        │    └── AdoptedFd                       a socket of another process
///        │
///  LinuxSocket ◀─ LinuxStream                    the common part of all sockets; try: one syscall
///        │     │      └── StreamReceiver, StreamSender
///        │     ◀─ LinuxDatagram ── DatagramOpening, ErrorQueue, Multicast
///        │     │      ├── StagedSegments, HeldBurst, ControlOptions
///        │     │      └── DatagramSender ── BatchSender, SendStreak, UnixRoom
///        │     ◀─ LinuxListener
///        │    └── OptionCalls, AddressCalls       socket options; bind, connect, getsockname, getpeername
///        ▼
///  SocketFd ── LingeringClose                    the file descriptor and its close
///        │
///  PollerRegistration ── PollNow                 one socket with its poller, and its readiness
///        ├── StreamRing ── RingReader, RingWriter    what a stream asks the ring of its loop for
///        ├── RingSender                          what goes with the next round of that ring
///        │
///  SocketResources                               scheduling, parker, buffers that all sockets share
///        │
///        ├──▶ linux.loop                         epoll, readiness, and where tasks run
///        ├──▶ linux.ring                         io_uring, where it is asked for
///        └──▶ linux.sys                          syscalls and their memory
///
///  PipePool ── LinuxPipe, LinuxFile              what is sent without a copy: splice, sendfile
/// ```
///
/// In other words: [SocketFd] is Go's `poll.FD`, `RefCountedFd` its `fdMutex`, [PollerRegistration] its
/// `pollDesc` and tokio's `Registration`.
///
/// `linux.loop` uses `linux.ring` and `linux.sys`, `linux.ring` uses `linux.sys`, and none names this package.
///
/// Each fd is registered once, edge-triggered, at its first wait; beside a ring, a stream is not registered.
/// Written for x86-64 and aarch64, glibc and musl; run on x86-64 with glibc.
package dev.minato.platform.linux;
