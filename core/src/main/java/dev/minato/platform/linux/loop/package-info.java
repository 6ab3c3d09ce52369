/// Event loops: epoll instances, the readiness of the sockets registered with them, and where tasks run.
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
///  EventSource                                   the receiver of the events of one socket
///
///  ReadinessState                                one direction of a socket: its tick, waiters, watchers
/// ```
package dev.minato.platform.linux.loop;
