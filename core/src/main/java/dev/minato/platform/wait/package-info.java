/// Waiting: how a thread is parked until it is woken, timed out, closed or interrupted. For platforms, and for
/// what is built on them.
///
/// ```
///  WaitQueue                       who waits for one WaitCondition, through which Handle
///     │   └─ WaiterList ─ SpinLock those beside the first one
///  Waiter                          one wait: a state machine, ended once, with an Outcome
///     │
///  Parker                          park, unpark, the clock; times are Deadlines
///     ▲
///  ThreadParker ── Yield           the Parker of real threads; the cooperative yield of a scheduler
///     │             └─ CarrierYield  on the JDK's scheduler, external submissions included
///     │
///  Timers ── TimerHeap             the timer thread and its deadlines, those of TimerEntry's: a Waiter, or
///     │                              a DeadlineInterrupt, with the InterruptRecord of its thread
///     └───── Inbox                 a lock-free queue with one consumer
///
///  Watchers ── Watcher             callbacks on readiness, beside those who wait
///  LastResort                      the end of the process when a vital thread cannot go on
/// ```
///
/// It names no other package of a platform.
package dev.minato.platform.wait;
