/// Event loops: epoll instances, the readiness of what is registered with them, and where tasks run.
///
/// ```
///  Scheduling ◀─ SharedScheduling                tasks on the JDK's scheduler, pollers beside them
///       │     ◀─ LocalScheduling                 tasks on event loops, one a core
///       │             │
///       │         EventLoop ── RunQueue, Doorbell     runs tasks and polls; its queue; its wake-up
///       │             │    └── VirtualThreads         virtual threads with a scheduler of our own
///       │             │
///       │         StallDetector                     reports a task that holds its loop
///       │             │    └── BusyTime ── ThreadTimes, StackFrames
///       ▼             ▼
///  Poller ── SlotTable                           one epoll instance and its registrations
///       │
///  EventSource                                   what is registered, told of events
///
///  ReadinessState                                one direction of a socket: events, and who waits
/// ```
package dev.minato.platform.linux.loop;
