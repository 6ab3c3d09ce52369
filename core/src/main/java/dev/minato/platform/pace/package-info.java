/// The pace of loops: how long one goes on without a wait, and how long it waits after a failure. Exported to
/// Minato's own modules only.
///
/// ```
///  Budget         a thread that never has to wait yields its carrier after a time slice
///  WithoutYield   but not under a monitor
///  Backoff        delays that double from failure to failure
/// ```
package dev.minato.platform.pace;
