/// Event loops: epoll instances, the readiness of the sockets registered with them, and where tasks run.
///
/// ```
///  Scheduling ◀─ SharedScheduling                tasks on the JDK's scheduler, pollers beside them
///       │     ◀─ LocalScheduling                 tasks on event loops, one a core
///       │             │
///       │         EventLoop ── RunQueue, Doorbell   runs tasks and polls; its queue; whether it sleeps
///       │             │    └── VirtualThreads       virtual threads with a scheduler of our own
///       │             │
///       │         StallDetector                   reports a task that holds its loop
///       │             │    └── BusyTime ── ThreadTimes, StackFrames
///       ▼             ▼
///  Poller ── SlotTable                           one epoll instance and its registrations, with the memory for
///       │                                        short messages that it lends its sockets (BounceBuffer, of sys),
///       │                                        and the ring that it may wait with (LoopRing, of ring)
///       │
///  EventReceiver                                 the receiver of the events of one socket
///
///  ReadinessState                                one direction of a socket: its tick, waiters, watchers
/// ```
///
/// epoll is known to [Poller] and [SharedScheduling] and, as a mask of events, to those behind [EventReceiver];
/// eventfd to [EventLoop], proc(5) to [ThreadTimes]. The rest makes no syscall: another platform with
/// edge-triggered events can take it as it is.
package dev.minato.platform.linux.loop;
