/// Waiting for many sockets with one thread, behind `ReadinessSet` and the race of a connect. Not exported.
///
/// ```
///   WatchedDirection   one direction of a socket or a channel, watched; puts itself into its queue when it is ready
///     └─▶ ReadyQueue     MPSC queue of what became ready, drained in one batch
/// ```
package dev.minato.net.ready;
