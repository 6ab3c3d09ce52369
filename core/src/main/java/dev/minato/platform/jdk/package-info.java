/// The platform on `java.nio` channels: works wherever Java does.
///
/// ```
///  JdkPlatform ── CapabilityProbe                makes sockets; what the JDK has here
///        │
///  JdkSocket ◀─ JdkStream ── Peeked              the common part of all sockets; try: one call of a channel
///        │   ◀─ JdkDatagram ── Memberships, ScratchBuffers
///        │   ◀─ JdkListener
///        │    └── OptionCalls, AddressCodec          socket options; addresses of one family
///        ▼
///  PollerRegistration ── ReadinessState          one channel with its poller; one direction, with its waiters
///        │
///  Pollers ── Poller                             selectors and the threads that run them
///
///  ChannelSource, Closing, Interfaces            a channel's part in polling; closes; interfaces by index
///  Failures ── ErrorTexts, Unsupported           the JDK's exceptions as error kinds
/// ```
///
/// Channels are always non-blocking, of an explicit family, and registered with one of a few [Poller]s at their
/// first wait. Written for Linux, macOS and Windows; tested on Linux.
package dev.minato.platform.jdk;
