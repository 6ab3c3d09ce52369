/// Syscalls: the C functions, the layouts of their arguments, and native memory for those.
///
/// ```
///  NativeIo                                      moves the bytes of a user's buffers; chooses the way
///    ├─ BounceBuffer                             short messages: a copy in native memory of the loop
///    ├─ RecvSend                                 long ones: recvfrom, sendto in place, heap or direct
///    ├─ VectoredIo                               several buffers, gathered into one
///    └─ Message, MessageBatch ── MessageHeaders  recvmsg, sendmsg; recvmmsg, sendmmsg (MessageCalls)
///    │  ErrorMessage          └─ FreeList        ICMP errors; their pools
///  CountedCalls ── RefCountedFd                  a call in flight keeps the fd open
///    │          └─ CallBuffers                   native memory for errno and an address
///  Libc ── Downcall                              the C functions, by shape: EINTR and errno are handled there
///       └─ Errno, Abi                            error numbers; constants and layouts
///
///  AddressCodec ◀─ InetAddressCodec, UnixAddressCodec       address to sockaddr and back
///       ▼
///  SourceAddressDecoder ◀─ SourceAddressCache ── LocalAddresses    source and local address of a datagram
///  SockAddr                                      sockaddr_in and sockaddr_in6
///  ControlMessages ── PacketInfo                 what comes with a datagram, and goes with it
/// ```
///
/// It knows nothing of waiting and of event loops.
package dev.minato.platform.linux.sys;
