/// The service provider interface (SPI) of platforms: non-blocking sockets, tasks, name look-up, the clock.
/// For implementers of platforms; it may change.
///
/// # The contract of a platform
///
/// Everything above this package blocks; nothing below it does. A platform gives
///
/// - **sockets that try** ([TryListener], [TryStream], [TryDatagram]): a try never blocks, on any thread,
///   interrupted or not. It says "not now" with its result (0, `false`, empty), never with an exception.
/// - **one way to wait**: [TrySocket#await], built on a
///   [WaitQueue][dev.minato.platform.wait.WaitQueue] of [Waiter][dev.minato.platform.wait.Waiter]s for each
///   direction. Readiness means "a try may now succeed", so every caller tries again, in a loop. A readiness
///   that nobody waits for is not lost: the next wait ends at once.
/// - **one way to be told**: [TrySocket#watch], for a thread that looks after many sockets; built on
///   [Watchers][dev.minato.platform.wait.Watchers].
/// - **a [Parker][dev.minato.platform.wait.Parker]**: how a thread stops and goes on, and what time it is. Task
///   joins, sleeps, permits and back-off above this package use it through `WaitQueue` and nothing else, so
///   that whoever controls it controls time.
/// - **tasks** ([Platform#start]) and **name look-up** ([Lookup]).
/// - **what it can do** ([Capabilities]), and why it is as it is ([Choice]).
///
/// ```
///  user:        int n = stream.read(buffer)                      dev.minato.net
///                  │  loop: n = socket.tryRead(buffer)
///                  │        if not now: socket.await(READABLE, handle, deadline)
///                  ▼
///  platform:    tryRead / await                                  dev.minato.platform
///                  │        on a Waiter in a WaitQueue           dev.minato.platform.wait
///                  ▼
///  jdk | linux                                                   dev.minato.platform.jdk, .linux
/// ```
///
/// # Its files
///
/// ```
///  Scope ── PlatformChooser        the platform, the deadline and the look-up of a thread; the choice
///    │
///  Platform ── Lookup              makes sockets, starts tasks (Placement), resolves names
///    │   └─ Capabilities, Choice, PlatformUnavailableException
///    ▼
///  TrySocket ◀─ TryListener, TryStream ── Endpoints
///    │       ◀─ TryDatagram ── DatagramSlot ── DatagramMeta ── PacketFields, DatagramError, Membership
///    ├─ Adopted                    sockets of descriptors that another process opened
///    └─ Interest, PlatformOptions, Setting
///
///  UserMemory, Vectors             the checks and the arithmetic of what a caller hands over
/// ```
///
/// [Scope] is what Go calls a context; it has nothing to do with the scopes of IPv6. Of options,
/// [PlatformOptions] has the names (beside those of the JDK), a [Setting] is a name with its value.
///
/// [PlatformChooser] makes a platform by its constructor `(Choice platform, Choice scheduling)`, which throws
/// an `UnsupportedOperationException` with the reason where the platform cannot run. The contract suite tests
/// one from outside with `-Dminato.contract.platform`.
///
/// What both real platforms say in the same words are the accessors of [Platform] alone: a base class for them
/// would tie the two together.
///
/// What is public here and in [dev.minato.platform.wait] is what an implementer needs. What the two platforms
/// on a kernel share beyond that is in `dev.minato.platform.kernel`, which is not exported.
///
/// Times are nanoseconds of the platform's own clock, which starts near 0 and never goes back;
/// [Deadline#NEVER][dev.minato.platform.wait.Deadline#NEVER] is the largest. When [TrySocket#close] returns,
/// the port and the file descriptor are free.
package dev.minato.platform;
