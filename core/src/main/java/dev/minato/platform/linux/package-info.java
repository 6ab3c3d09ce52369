/// The platform on Linux's own calls, through `java.lang.foreign`: no JNI, no native library.
///
/// ```
///  LinuxPlatform ── Preflight                    the platform; whether it can run here
///        │
///  LinuxStream, LinuxListener, LinuxDatagram     try: one system call each
///        │    └── Options, Multicast             socket options and group memberships
///  LinuxSocket ── LingeringClose                 what all have: descriptor, readiness, registration
///        │
///        ├──▶ linux.loop                         epoll, readiness, and where tasks run
///        └──▶ linux.sys                          system calls and their memory
/// ```
///
/// `linux.loop` uses `linux.sys`, and neither names this package.
///
/// Each descriptor is registered once, edge-triggered, at its first wait. Written for x86-64 and aarch64, glibc
/// and musl; run on x86-64 with glibc.
package dev.minato.platform.linux;
