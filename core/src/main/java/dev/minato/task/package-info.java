/// Tasks on virtual threads: [Tasks], [Task], [TaskGroup], [TaskCollector], [Signals]; what they hand each other:
/// [Permits], [BoundedChannel], [OneShot]; and what they do in time: [Ticker], [Retry].
///
/// ```
///   BoundedChannel ─┬─▶ ChannelSide   who waits or watches, twice: senders and receivers
///                   └─▶ ValueRing     the values, and whether it is closed
/// ```
///
/// Cancelling is an interrupt; every wait of Minato heeds it. A deadline set around a piece of code
/// ([Tasks#withDeadline]) bounds every wait in it, Java's own included, and those of the tasks of its groups.
package dev.minato.task;
