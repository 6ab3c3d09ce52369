/// System calls: their binding, the layout of what they take, and native memory for it.
///
/// ```
///  Message, MessageBatch    Vectored             recvmsg, sendmsg, many datagrams; several buffers
///        │
///  Calls ── RefCountedFd                         the calls of one socket; closing waits for those in flight
///    │   └─ CallBuffers, Scratch                 native memory for errno, addresses and short messages
///  Transfer                                      bytes between a ByteBuffer and the system
///    │
///  Libc ── Errno, Abi                            the C functions; error numbers; layouts and constants
///
///  AddressCodec ◀─ InetAddressCodec, UnixAddressCodec       sockaddr to address and back
///       ▼
///  SourceAddressDecoder ◀─ SourceAddressCache ── LocalAddresses    who sent a datagram, and to which address
///  SockAddr, PacketInfo                          sockaddr_in and sockaddr_in6; control messages
/// ```
///
/// It knows nothing of waiting and of loops.
package dev.minato.platform.linux.sys;
