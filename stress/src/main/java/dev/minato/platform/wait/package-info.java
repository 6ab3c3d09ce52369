/// jcstress tests of what waits are built of: `Waiter`, `WaitQueue`, `Handle`, `Inbox`, `Timers`.
///
/// Each test has two actors, so that it runs on a machine with two processors. The actors are the threads that
/// wait, wake and close; the arbiter looks at what they left.
///
/// jcstress takes actors and arbiters from the class of a test itself, not from one above it: each test writes
/// its own, however alike they are, and shares only what they call.
@NullMarked
package dev.minato.platform.wait;

import org.jspecify.annotations.NullMarked;
